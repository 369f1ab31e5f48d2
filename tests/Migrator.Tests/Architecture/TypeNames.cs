using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Migrator.Tests.Architecture;

/// <summary>Keeps the full name of every type that a signature is made of.</summary>
internal sealed class TypeNames : ISignatureTypeProvider<string, object?>
{
    private readonly HashSet<string> _all = [];

    public IReadOnlySet<string> All => _all;

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeReference(handle);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? Keep(GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, 0) + "." + reader.GetString(type.Name))
            : Keep(reader.GetString(type.Namespace) + "." + reader.GetString(type.Name));
    }

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeDefinition(handle);
        return type.GetDeclaringType().IsNil
            ? Keep(reader.GetString(type.Namespace) + "." + reader.GetString(type.Name))
            : Keep(GetTypeFromDefinition(reader, type.GetDeclaringType(), 0) + "." + reader.GetString(type.Name));
    }

    public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => "";

    public string GetArrayType(string elementType, ArrayShape shape) => elementType;

    public string GetByReferenceType(string elementType) => elementType;

    public string GetFunctionPointerType(MethodSignature<string> signature) => "";

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => genericType;

    public string GetGenericMethodParameter(object? genericContext, int index) => "";

    public string GetGenericTypeParameter(object? genericContext, int index) => "";

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

    public string GetPinnedType(string elementType) => elementType;

    public string GetPointerType(string elementType) => elementType;

    public string GetSZArrayType(string elementType) => elementType;

    private string Keep(string name)
    {
        _all.Add(name);
        return name;
    }
}
