using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Migrator.Catalog.Dependencies;

/// <summary>What a method's code names, in order: methods that it calls, fields and types that it uses.</summary>
internal static class CodeTokens
{
    public static IEnumerable<EntityHandle> Of(BlobReader code) =>
        Named(code).Where(one => one.Kind != OperandType.InlineSig).Select(one => one.Handle);

    /// <summary>The same and the signatures that it calls by, with how each is named.</summary>
    /// <exception cref="BadImageFormatException">It is no code.</exception>
    /// <exception cref="ArgumentException">It names what there is not.</exception>
    public static IEnumerable<(OperandType Kind, EntityHandle Handle)> Named(BlobReader code)
    {
        while (code.RemainingBytes > 0)
        {
            var kind = OperandTypes.Next(() => code.ReadByte());
            switch (kind)
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
                    // The targets follow their number, which has moved the place once it is read.
                    var targets = code.ReadInt32();
                    code.Offset += sizeof(int) * targets;
                    break;
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType
                    or OperandType.InlineSig:
                    yield return (kind, MetadataTokens.EntityHandle(code.ReadInt32()));
                    break;
                default:
                    code.ReadInt32();
                    break;
            }
        }
    }
}
