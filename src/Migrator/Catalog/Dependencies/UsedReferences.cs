using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Migrator.Catalog.Dependencies;

/// <summary>
/// Which other assemblies some types of an assembly use, told from their code: what they call, and what that calls in the same
/// assembly. An application that has its migrations beside all else references much that they never touch.
/// </summary>
internal sealed class UsedReferences
{
    private readonly PEReader _file;
    private readonly MetadataReader _reader;
    private readonly HashSet<MethodDefinitionHandle> _seen = [];
    private readonly Stack<(MethodDefinitionHandle Method, string User)> _open = new();
    private readonly Dictionary<string, string> _used = new(StringComparer.OrdinalIgnoreCase);

    private UsedReferences(PEReader file) => (_file, _reader) = (file, file.GetMetadataReader());

    /// <summary>The names of the assemblies, each with the name of the first type that uses it.</summary>
    /// <param name="path">The assembly.</param>
    /// <param name="types">The metadata tokens of the types.</param>
    public static IReadOnlyDictionary<string, string> Of(string path, IEnumerable<int> types)
    {
        using var file = new PEReader(File.OpenRead(path));
        var references = new UsedReferences(file);
        foreach (var token in types)
            references.AddType((TypeDefinitionHandle)MetadataTokens.EntityHandle(token), user: null);
        references.Walk();
        return references._used;
    }

    /// <summary>All that an assembly references, whether it is used or not.</summary>
    public static IReadOnlyList<string> All(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var reader = file.GetMetadataReader();
        return [.. reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name))];
    }

    // With the types in it: closures, iterators, state machines.
    private void AddType(TypeDefinitionHandle handle, string? user)
    {
        var type = _reader.GetTypeDefinition(handle);
        user ??= _reader.GetString(type.Name);
        foreach (var method in type.GetMethods())
            Add(method, user);
        foreach (var nested in type.GetNestedTypes())
            AddType(nested, user);
        // What a base class of its own does calls it, and not the other way round.
        for (var parent = type.BaseType; !parent.IsNil && parent.Kind == HandleKind.TypeDefinition;)
        {
            AddMembers((TypeDefinitionHandle)parent, user);
            parent = _reader.GetTypeDefinition((TypeDefinitionHandle)parent).BaseType;
        }
    }

    private void AddMembers(TypeDefinitionHandle handle, string user)
    {
        foreach (var method in _reader.GetTypeDefinition(handle).GetMethods())
            Add(method, user);
    }

    private void Add(MethodDefinitionHandle method, string user)
    {
        if (_seen.Add(method))
            _open.Push((method, user));
    }

    private void Walk()
    {
        while (_open.TryPop(out var next))
        {
            var method = _reader.GetMethodDefinition(next.Method);
            foreach (var nested in _reader.GetTypeDefinition(method.GetDeclaringType()).GetNestedTypes())
            {
                if (_reader.GetString(_reader.GetTypeDefinition(nested).Name).StartsWith('<'))
                    AddMembers(nested, next.User);
            }

            if (method.RelativeVirtualAddress != 0)
                Read(_file.GetMethodBody(method.RelativeVirtualAddress).GetILReader(), next.User);
        }
    }

    private void Read(BlobReader code, string user)
    {
        foreach (var token in CodeTokens.Of(code))
            Use(token, user);
    }

    private void Use(EntityHandle handle, string user)
    {
        switch (handle.Kind)
        {
            case HandleKind.MethodDefinition:
                Add((MethodDefinitionHandle)handle, user);
                break;
            case HandleKind.MethodSpecification:
                Use(_reader.GetMethodSpecification((MethodSpecificationHandle)handle).Method, user);
                break;
            case HandleKind.MemberReference:
                Use(_reader.GetMemberReference((MemberReferenceHandle)handle).Parent, user);
                break;
            case HandleKind.TypeSpecification:
                var signature = _reader.GetBlobReader(_reader.GetTypeSpecification((TypeSpecificationHandle)handle).Signature);
                if (signature.ReadSignatureTypeCode() == SignatureTypeCode.GenericTypeInstance)
                {
                    // Class or value type, in one byte.
                    signature.ReadCompressedInteger();
                    Use(signature.ReadTypeHandle(), user);
                }

                break;
            case HandleKind.TypeReference:
                Use(_reader.GetTypeReference((TypeReferenceHandle)handle).ResolutionScope, user);
                break;
            case HandleKind.AssemblyReference:
                _used.TryAdd(_reader.GetString(_reader.GetAssemblyReference((AssemblyReferenceHandle)handle).Name), user);
                break;
        }
    }
}
