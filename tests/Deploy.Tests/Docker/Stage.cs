namespace Deploy.Tests.Docker;

/// <summary>What stands between one FROM and the next.</summary>
internal sealed record Stage(string Base, string? Name, IReadOnlyList<Instruction> Instructions)
{
    public IEnumerable<string> Of(string keyword) =>
        Instructions.Where(instruction => instruction.Keyword == keyword).Select(instruction => instruction.Text);
}
