using System.Text.Json;
using Migrator.Cli.Terminal;

namespace Migrator.Cli.Showing;

/// <summary>What went wrong, for programs.</summary>
internal static class ErrorJson
{
    public static void Write(Utf8JsonWriter json, ErrorDetail? error)
    {
        if (error is null)
        {
            json.WriteNull("error");
            return;
        }

        json.WriteStartObject("error");
        json.WriteString("kind", error.Kind);
        json.WriteString("message", Sentences(error));
        json.WriteString("migration", error.Migration);
        if (error.Assembly is { } assembly)
            json.WriteString("assembly", assembly);
        json.WriteNumber("version", error.Version);
        json.WriteNumber("statement", error.Statement);
        json.WriteString("sqlState", error.SqlState);
        json.WriteString("file", error.Location?.File);
        json.WriteNumber("line", error.Location?.Line);
        json.WriteArray("explanations", error.Explanations, json.WriteStringValue);
        json.WriteNumber("resumesAt", error.ResumesAt);
        json.WriteArray("blockers", error.Blockage?.Blockers ?? [], blocker => WriteBlocker(json, error.Blockage!, blocker));
        json.WriteEndObject();
    }

    private static void WriteBlocker(Utf8JsonWriter json, Blockage blockage, Blocker blocker)
    {
        json.WriteStartObject();
        json.WriteNumber("pid", blocker.Pid);
        json.WriteString("application", blocker.ApplicationName);
        json.WriteString("user", blocker.User);
        json.WriteString("state", blocker.State);
        json.WriteNumber("transactionMs", (long?)blocker.TransactionAge?.TotalMilliseconds);
        json.WriteString("relation", blockage.Relation);
        json.WriteString("mode", blocker.Mode);
        json.WriteEndObject();
    }

    private static string Sentences(ErrorDetail error) => error.Next is not { } next ? error.Message
        : $"{error.Message.TrimEnd('.')}. Next: "
            + $"{string.Join(' ', next.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries))}";
}
