using System.Reflection;
using System.Reflection.Emit;

namespace Migrator.Catalog.Dependencies;

/// <summary>What stands behind each instruction of compiled code.</summary>
internal static class OperandTypes
{
    private const int Prefix = 0xFE;

    private static readonly Dictionary<int, OperandType> Operands = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value & 0xFFFF, code => code.OperandType);

    /// <summary>Reads an instruction, of one byte or two, and says what stands behind it.</summary>
    public static OperandType Next(Func<byte> read)
    {
        int value = read();
        return Operands.GetValueOrDefault(value == Prefix ? value << 8 | read() : value, OperandType.InlineNone);
    }
}
