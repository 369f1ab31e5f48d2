namespace Migrator.Sql;

/// <summary>Lines of a text as an editor counts them, whatever ends them: LF, CR and LF, or CR.</summary>
internal static class TextLine
{
    /// <summary>The line of a place, from 1.</summary>
    public static int At(string text, int place)
    {
        var line = 1;
        var before = text.AsSpan(0, place);
        while (before.IndexOfAny('\r', '\n') is var end and >= 0)
        {
            line++;
            before = before[(end + (before[end..].StartsWith("\r\n") ? 2 : 1))..];
        }

        return line;
    }
}
