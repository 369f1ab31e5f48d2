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
    private readonly Dictionary<int, UsedMember> _members = [];
    private readonly IReadOnlyList<string> _without;

    private UsedReferences(PEReader file, IReadOnlyList<string> without) =>
        (_file, _reader, _without) = (file, file.GetMetadataReader(), without);

    /// <summary>The names of the assemblies, each with the name of the first type that uses it.</summary>
    /// <param name="path">The assembly.</param>
    /// <param name="types">The metadata tokens of the types.</param>
    public static IReadOnlyDictionary<string, string> Of(string path, IEnumerable<int> types) =>
        Read(path, types, [], references => references._used);

    /// <summary>The members and types of other assemblies that they use, each once.</summary>
    /// <param name="path">The assembly.</param>
    /// <param name="types">The metadata tokens of the types.</param>
    /// <param name="without">The names of methods of theirs that do not count.</param>
    public static IReadOnlyCollection<UsedMember> MembersOf(
        string path, IEnumerable<int> types, IReadOnlyList<string> without) =>
        Read(path, types, without, references => references._members.Values);

    /// <summary>All that an assembly references, whether it is used or not.</summary>
    public static IReadOnlyList<string> All(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var reader = file.GetMetadataReader();
        return [.. reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name))];
    }

    private static T Read<T>(
        string path, IEnumerable<int> types, IReadOnlyList<string> without, Func<UsedReferences, T> result)
    {
        using var file = new PEReader(File.OpenRead(path));
        var references = new UsedReferences(file, without);
        foreach (var token in types)
            references.AddType((TypeDefinitionHandle)MetadataTokens.EntityHandle(token), user: null);
        references.Walk();
        return result(references);
    }

    // With the types in it: closures, iterators, state machines.
    private void AddType(TypeDefinitionHandle handle, string? user)
    {
        var type = _reader.GetTypeDefinition(handle);
        user ??= _reader.GetString(type.Name);
        AddMembers(handle, user);
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
        {
            if (_without.Count == 0 || !_without.Contains(_reader.GetString(_reader.GetMethodDefinition(method).Name)))
                Add(method, user);
        }
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
                var member = _reader.GetMemberReference((MemberReferenceHandle)handle);
                Note(handle, member.Parent, _reader.GetString(member.Name), user);
                Use(member.Parent, user);
                break;
            case HandleKind.TypeSpecification:
                if (Generic((TypeSpecificationHandle)handle) is { IsNil: false } generic)
                    Use(generic, user);
                break;
            case HandleKind.TypeReference:
                Note(handle, handle, null, user);
                Use(_reader.GetTypeReference((TypeReferenceHandle)handle).ResolutionScope, user);
                break;
            case HandleKind.AssemblyReference:
                _used.TryAdd(_reader.GetString(_reader.GetAssemblyReference((AssemblyReferenceHandle)handle).Name), user);
                break;
        }
    }

    private EntityHandle Generic(TypeSpecificationHandle handle)
    {
        var signature = _reader.GetBlobReader(_reader.GetTypeSpecification(handle).Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
            return default;

        // Class or value type, in one byte.
        signature.ReadCompressedInteger();
        return signature.ReadTypeHandle();
    }

    // A type's own assembly; that of a nested one is its outer type's.
    private void Note(EntityHandle handle, EntityHandle type, string? member, string user)
    {
        var name = member;
        if (type.Kind == HandleKind.TypeSpecification)
            type = Generic((TypeSpecificationHandle)type);
        while (type.Kind == HandleKind.TypeReference)
        {
            var reference = _reader.GetTypeReference((TypeReferenceHandle)type);
            var own = _reader.GetString(reference.Name);
            var space = _reader.GetString(reference.Namespace);
            name = (space.Length == 0 ? own : $"{space}.{own}") + (name is null ? "" : $".{name}");
            type = reference.ResolutionScope;
        }

        if (type.Kind == HandleKind.AssemblyReference && name is not null)
            _members.TryAdd(MetadataTokens.GetToken(handle), new(MetadataTokens.GetToken(handle),
                _reader.GetString(_reader.GetAssemblyReference((AssemblyReferenceHandle)type).Name), name, user));
    }
}
