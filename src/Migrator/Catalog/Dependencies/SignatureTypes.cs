using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Migrator.Catalog.Dependencies;

/// <summary>Hands on every type in a signature, however deep; structs alone where only they have to be there.</summary>
/// <param name="structsOnly">Whether classes are passed over: a local or an argument of one needs no more than a place.</param>
/// <param name="use">Told of each.</param>
internal sealed class SignatureTypes(bool structsOnly, Action<EntityHandle> use) : ISignatureTypeProvider<byte, object?>
{
    private const byte Struct = (byte)SignatureTypeKind.ValueType;

    public byte GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        Use(handle, rawTypeKind);

    public byte GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
        Use(handle, rawTypeKind);

    public byte GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle,
        byte rawTypeKind) => reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public byte GetArrayType(byte elementType, ArrayShape shape) => 0;

    public byte GetByReferenceType(byte elementType) => 0;

    public byte GetFunctionPointerType(MethodSignature<byte> signature) => 0;

    public byte GetGenericInstantiation(byte genericType, ImmutableArray<byte> typeArguments) => 0;

    public byte GetGenericMethodParameter(object? genericContext, int index) => 0;

    public byte GetGenericTypeParameter(object? genericContext, int index) => 0;

    public byte GetModifiedType(byte modifier, byte unmodifiedType, bool isRequired) => 0;

    public byte GetPinnedType(byte elementType) => 0;

    public byte GetPointerType(byte elementType) => 0;

    public byte GetPrimitiveType(PrimitiveTypeCode typeCode) => 0;

    public byte GetSZArrayType(byte elementType) => 0;

    private byte Use(EntityHandle handle, byte kind)
    {
        if (!structsOnly || kind == Struct)
            use(handle);
        return 0;
    }
}
