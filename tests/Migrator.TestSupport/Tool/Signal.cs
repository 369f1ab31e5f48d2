using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Migrator.TestSupport.Tool;

/// <summary>A signal by its number.</summary>
public readonly record struct Signal(int Number)
{
    public static readonly Signal Interrupt = new(2);
    public static readonly Signal Kill = new(9);
    public static readonly Signal Terminate = new(15);

    public void SendTo(int process)
    {
        if (SendSignal(process, Number) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SendSignal(int process, int signal);
}
