using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Migrator.Catalog.Dependencies;

/// <summary>What a method's code names, in order: methods that it calls, fields and types that it uses.</summary>
internal static class CodeTokens
{
    public static IEnumerable<EntityHandle> Of(BlobReader code)
    {
        while (code.RemainingBytes > 0)
        {
            switch (OperandTypes.Next(() => code.ReadByte()))
            {
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    code.ReadByte();
                    break;
                case OperandType.InlineVar:
                    code.ReadInt16();
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    code.ReadInt64();
                    break;
                case OperandType.InlineSwitch:
                    var targets = code.ReadInt32();
                    code.Offset += sizeof(int) * targets;
                    break;
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    yield return MetadataTokens.EntityHandle(code.ReadInt32());
                    break;
                default:
                    code.ReadInt32();
                    break;
            }
        }
    }
}
