using Migrator.TestSupport.Tool;

namespace Deploy.Tests.Programs;

/// <summary>Programs that some of these tests need. Without them they fail: what was not run has not been checked.</summary>
internal static class Needed
{
    public static void Kubectl() => Need("kubectl",
        "1.26 or newer: https://kubernetes.io/docs/tasks/tools (Debian 13: apt-get install kubernetes-client; macOS: brew "
        + "install kubectl)");

    public static void Psql() => Need("psql", "Debian, Ubuntu: apt-get install postgresql-client; macOS: brew install libpq");

    public static void Node() => Need("node", "Debian, Ubuntu: apt-get install nodejs npm; macOS: brew install node");

    private static void Need(string program, string advice) =>
        Assert.True(OtherProgram.IsInstalled(program), $"{program} is not installed. {advice}");
}
