using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Migrator.Cli.Tests.Verbs.Rehearse;

/// <summary>A report's page, taken apart. It is written so strictly that it is XML, once its script and style are out of
/// it.</summary>
internal sealed partial class PageText
{
    public PageText(string html)
    {
        Html = html;
        Script = Assert.Single(ScriptElement().Matches(html)).Groups["text"].Value;
        using var reader = XmlReader.Create(
            new StringReader(StyleElement().Replace(ScriptElement().Replace(html, ""), "")),
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        Document = XDocument.Load(reader);
    }

    public string Html { get; }

    public string Script { get; }

    public XDocument Document { get; }

    /// <summary>The elements of that class.</summary>
    public IEnumerable<XElement> Of(string name) => Document.Descendants().Where(one => Classes(one).Contains(name));

    public static string[] Classes(XElement element) => ((string?)element.Attribute("class") ?? "").Split(' ');

    public IEnumerable<string> Attributes(string name) => Document.Descendants().Attributes(name).Select(one => one.Value);

    /// <summary>The cell of that table and migration.</summary>
    public XElement Cell(string table, string migration)
    {
        var matrix = Assert.Single(Of("matrix"));
        var column = matrix.Descendants("thead").Descendants("th").ToList().FindIndex(head => head.Value == migration);
        return matrix.Descendants("tbody").Elements("tr").Single(row => row.Element("th")!.Element("b")?.Value == table)
            .Elements().ElementAt(column);
    }

    /// <summary>Fails unless the page loads nothing, runs nothing but its script, and every link leads to a place in
    /// it.</summary>
    public void NeedsNothingBesideItself()
    {
        Assert.DoesNotMatch(@"https?://|@import|url\(|//cdn", Html);
        Assert.Empty(Attributes("src"));
        Assert.DoesNotContain(Document.Descendants().Attributes(),
            one => one.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.DoesNotContain(Attributes("href"), link => !link.StartsWith('#'));
        var places = Attributes("id").ToList();
        Assert.Equal(places.Distinct(), places);
        Assert.Empty(Attributes("href").Select(link => link[1..]).Except(places));
        var policy = Attributes("content").First(text => text.StartsWith("default-src", StringComparison.Ordinal));
        Assert.StartsWith("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.Contains($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script)))}'", policy,
            StringComparison.Ordinal);
    }

    [GeneratedRegex("<script>(?<text>.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex ScriptElement();

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex StyleElement();
}
