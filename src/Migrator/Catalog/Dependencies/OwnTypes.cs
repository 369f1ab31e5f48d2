using System.Reflection;
using System.Reflection.Metadata;

namespace Migrator.Catalog.Dependencies;

/// <summary>The types of an assembly's own, and which of their methods are meant.</summary>
internal static class OwnTypes
{
    /// <summary>The type that a handle names, or a generic one's definition; null for one from elsewhere.</summary>
    public static TypeDefinitionHandle? DefinitionOf(this MetadataReader reader, EntityHandle handle)
    {
        handle = reader.GenericOf(handle);
        return handle.Kind == HandleKind.TypeDefinition && !handle.IsNil ? (TypeDefinitionHandle)handle : null;
    }

    /// <summary>The methods of a name.</summary>
    public static IEnumerable<MethodDefinitionHandle> MethodsNamed(this MetadataReader reader, TypeDefinitionHandle type,
        string name) => reader.GetTypeDefinition(type).GetMethods()
            .Where(method => reader.StringComparer.Equals(reader.GetMethodDefinition(method).Name, name));

    /// <summary>What may be called of an instance by who knows it by a base or an interface alone, and the constructor of one
    /// that a type argument makes.</summary>
    public static IEnumerable<MethodDefinitionHandle> MethodsOfInstances(this MetadataReader reader, TypeDefinitionHandle type) =>
        reader.GetTypeDefinition(type).GetMethods().Where(method =>
        {
            var definition = reader.GetMethodDefinition(method);
            return (definition.Attributes & MethodAttributes.Virtual) != 0 || definition.GetParameters().Count == 0
                && reader.StringComparer.Equals(definition.Name, ConstructorInfo.ConstructorName);
        });

    /// <summary>The assembly that a type, or a member of it, is of, and its full name; null for one of the assembly's own. A nested
    /// one's is its outer type's.</summary>
    public static (string Assembly, string Name)? NameElsewhere(this MetadataReader reader, EntityHandle type, string? member)
    {
        var name = member;
        type = reader.GenericOf(type);
        while (type.Kind == HandleKind.TypeReference)
        {
            var reference = reader.GetTypeReference((TypeReferenceHandle)type);
            var own = reader.GetString(reference.Name);
            var space = reader.GetString(reference.Namespace);
            name = (space.Length == 0 ? own : $"{space}.{own}") + (name is null ? "" : $".{name}");
            type = reference.ResolutionScope;
        }

        return type.Kind == HandleKind.AssemblyReference && name is not null
            ? (reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)type).Name), name) : null;
    }

    // Of a type with its arguments, the type without them.
    private static EntityHandle GenericOf(this MetadataReader reader, EntityHandle handle)
    {
        if (handle.Kind != HandleKind.TypeSpecification)
            return handle;

        var signature = reader.GetBlobReader(reader.GetTypeSpecification((TypeSpecificationHandle)handle).Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
            return handle;

        // Class or value type, in one byte.
        signature.ReadCompressedInteger();
        return signature.ReadTypeHandle();
    }
}
