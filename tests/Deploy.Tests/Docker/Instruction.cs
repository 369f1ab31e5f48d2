namespace Deploy.Tests.Docker;

/// <summary>An instruction of a Dockerfile: its keyword in capitals, and the rest of its line.</summary>
internal sealed record Instruction(string Keyword, string Text);
