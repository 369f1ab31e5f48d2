using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Migrator.Catalog.Dependencies;

/// <summary>
/// Which other assemblies some types of an assembly use, told from their code: what they call, and what that calls in the same
/// assembly. An application that has its migrations beside all else references much that they never touch. What is made in code
/// counts with all of its that may be called from elsewhere: lambdas, iterators and state machines are such classes.
/// </summary>
internal sealed class UsedReferences
{
    private readonly PEReader _file;
    private readonly MetadataReader _reader;
    private readonly HashSet<MethodDefinitionHandle> _seen = [];
    private readonly HashSet<TypeDefinitionHandle> _loaded = [];
    private readonly HashSet<TypeDefinitionHandle> _made = [];
    private readonly Stack<(MethodDefinitionHandle Method, string User)> _open = new();
    private readonly Dictionary<string, string> _used = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<int, UsedMember> _members = [];
    private readonly IReadOnlyList<string> _without;
    private readonly SignatureTypes _arguments;
    private readonly SignatureTypes _bases;
    private readonly SignatureTypes _places;
    private string _user = "";

    private UsedReferences(PEReader file, IReadOnlyList<string> without)
    {
        (_file, _reader, _without) = (file, file.GetMetadataReader(), without);
        _arguments = new(structsOnly: false, handle => Use(handle, isMade: true));
        _bases = new(structsOnly: false, handle => Use(handle, isMade: false));
        _places = new(structsOnly: true, handle => Use(handle, isMade: false));
    }

    /// <summary>The names of the assemblies, each with the name of the first type that uses it. Code that cannot be read tells
    /// nothing.</summary>
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
            references.AddRoot((TypeDefinitionHandle)MetadataTokens.EntityHandle(token));
        references.Walk();
        return result(references);
    }

    private void AddRoot(TypeDefinitionHandle handle)
    {
        var type = _reader.GetTypeDefinition(handle);
        _user = _reader.GetString(type.Name);
        Add(type.GetMethods());
        Make(handle);
    }

    private void Add(IEnumerable<MethodDefinitionHandle> methods)
    {
        foreach (var method in methods
            .Where(one => _without.Count == 0 || !_without.Contains(_reader.GetString(_reader.GetMethodDefinition(one).Name))))
            Add(method);
    }

    private void Add(MethodDefinitionHandle method)
    {
        if (_seen.Add(method))
            _open.Push((method, _user));
    }

    private void Walk()
    {
        while (_open.TryPop(out var next))
        {
            _user = next.User;
            try
            {
                Read(_reader.GetMethodDefinition(next.Method));
            }
            catch (Exception exception) when (exception is BadImageFormatException or ArgumentException)
            {
                // A look ahead: what it misses, the run itself will meet.
            }
        }
    }

    private void Read(MethodDefinition method)
    {
        Load(method.GetDeclaringType());
        if (_reader.GetString(method.Name) == ConstructorInfo.ConstructorName)
            Make(method.GetDeclaringType());
        method.DecodeSignature(_places, null);
        if (method.RelativeVirtualAddress == 0
            || (method.ImplAttributes & MethodImplAttributes.CodeTypeMask) != MethodImplAttributes.IL)
            return;

        var body = _file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
            _reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_places, null);
        foreach (var region in body.ExceptionRegions)
            Use(region.CatchType, isMade: false);
        foreach (var (kind, handle) in CodeTokens.Named(body.GetILReader()))
            Use(handle, isMade: kind == OperandType.InlineType);
    }

    private void Use(EntityHandle handle, bool isMade)
    {
        if (handle.IsNil)
            return;

        switch (handle.Kind)
        {
            case HandleKind.MethodDefinition:
                Add((MethodDefinitionHandle)handle);
                break;
            case HandleKind.FieldDefinition:
                Load(_reader.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.TypeDefinition when isMade:
                Make((TypeDefinitionHandle)handle);
                break;
            case HandleKind.TypeDefinition:
                Load((TypeDefinitionHandle)handle);
                break;
            case HandleKind.MethodSpecification:
                var generic = _reader.GetMethodSpecification((MethodSpecificationHandle)handle);
                Use(generic.Method, isMade: false);
                generic.DecodeSignature(_arguments, null);
                break;
            case HandleKind.MemberReference:
                var member = _reader.GetMemberReference((MemberReferenceHandle)handle);
                Note(handle, member.Parent, _reader.GetString(member.Name));
                UseMember(member);
                break;
            case HandleKind.TypeSpecification:
                _reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_arguments, null);
                break;
            case HandleKind.StandaloneSignature:
                _reader.GetStandaloneSignature((StandaloneSignatureHandle)handle).DecodeMethodSignature(_places, null);
                break;
            case HandleKind.TypeReference:
                Note(handle, handle, null);
                Use(_reader.GetTypeReference((TypeReferenceHandle)handle).ResolutionScope, isMade: false);
                break;
            case HandleKind.AssemblyReference:
                _used.TryAdd(_reader.GetString(_reader.GetAssemblyReference((AssemblyReferenceHandle)handle).Name), _user);
                break;
        }
    }

    // A method of a generic class of its own is named by its name; all that are called so will do.
    private void UseMember(MemberReference member)
    {
        Use(member.Parent, isMade: false);
        if (_reader.DefinitionOf(member.Parent) is not { } type || member.GetKind() != MemberReferenceKind.Method)
            return;

        foreach (var method in _reader.MethodsNamed(type, _reader.GetString(member.Name)))
            Add(method);
    }

    // What has to be there for a type to be spoken of: what it is made of, and what its first use runs.
    private void Load(TypeDefinitionHandle handle)
    {
        if (!_loaded.Add(handle))
            return;

        var type = _reader.GetTypeDefinition(handle);
        LoadBase(type.BaseType);
        foreach (var implementation in type.GetInterfaceImplementations())
            LoadBase(_reader.GetInterfaceImplementation(implementation).Interface);
        foreach (var field in type.GetFields())
            _reader.GetFieldDefinition(field).DecodeSignature(_places, null);
        foreach (var method in _reader.MethodsNamed(handle, ConstructorInfo.TypeConstructorName))
            Add(method);
    }

    private void LoadBase(EntityHandle handle)
    {
        if (handle.Kind == HandleKind.TypeSpecification)
            _reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_bases, null);
        else
            Use(handle, isMade: false);
    }

    private void Make(TypeDefinitionHandle handle)
    {
        Load(handle);
        if (!_made.Add(handle))
            return;

        if (_reader.DefinitionOf(_reader.GetTypeDefinition(handle).BaseType) is { } parent)
            Make(parent);
        Add(_reader.MethodsOfInstances(handle));
    }

    private void Note(EntityHandle handle, EntityHandle type, string? member)
    {
        if (_reader.NameElsewhere(type, member) is var (assembly, name))
            _members.TryAdd(MetadataTokens.GetToken(handle), new(MetadataTokens.GetToken(handle), assembly, name, _user));
    }
}
