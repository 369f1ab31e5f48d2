using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Migrator.Tests.Architecture;

/// <summary>
/// Which types the code of an assembly uses, read from its metadata: signatures, bases, attributes and method bodies. Types that
/// a compiler makes (closures, state machines) count for the namespace that they stand in.
/// </summary>
internal sealed class UsedTypes : IDisposable
{
    private static readonly Dictionary<ushort, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => (ushort)code.Value);

    private readonly PEReader _file;
    private readonly MetadataReader _metadata;

    public UsedTypes(string path)
    {
        _file = new PEReader(File.OpenRead(path));
        _metadata = _file.GetMetadataReader();
    }

    /// <summary>The simple names of the referenced assemblies.</summary>
    public IReadOnlyList<string> Assemblies =>
        [.. _metadata.AssemblyReferences.Select(handle => _metadata.GetString(_metadata.GetAssemblyReference(handle).Name))];

    /// <summary>The full names of all types that the code of a namespace uses, its own included.</summary>
    public IReadOnlySet<string> Of(Func<string, bool> ofNamespace)
    {
        var names = new TypeNames();
        foreach (var handle in _metadata.TypeDefinitions.Where(handle => ofNamespace(NamespaceOf(handle))))
            AddType(names, _metadata.GetTypeDefinition(handle));
        return names.All;
    }

    public void Dispose() => _file.Dispose();

    private string NamespaceOf(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
            type = _metadata.GetTypeDefinition(type.GetDeclaringType());
        return _metadata.GetString(type.Namespace);
    }

    private void AddType(TypeNames names, TypeDefinition type)
    {
        AddToken(names, type.BaseType);
        AddAttributes(names, type.GetCustomAttributes());
        foreach (var implementation in type.GetInterfaceImplementations())
            AddToken(names, _metadata.GetInterfaceImplementation(implementation).Interface);
        foreach (var handle in type.GetFields())
        {
            _metadata.GetFieldDefinition(handle).DecodeSignature(names, null);
            AddAttributes(names, _metadata.GetFieldDefinition(handle).GetCustomAttributes());
        }

        foreach (var handle in type.GetMethods())
            AddMethod(names, _metadata.GetMethodDefinition(handle));
    }

    private void AddMethod(TypeNames names, MethodDefinition method)
    {
        method.DecodeSignature(names, null);
        AddAttributes(names, method.GetCustomAttributes());
        if (method.RelativeVirtualAddress == 0)
            return;

        var body = _file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
            _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(names, null);
        foreach (var region in body.ExceptionRegions)
            AddToken(names, region.CatchType);
        for (var code = body.GetILReader(); code.RemainingBytes > 0;)
        {
            ushort value = code.ReadByte();
            var operand = OpCodesByValue[value == 0xFE ? (ushort)(0xFE00 | code.ReadByte()) : value].OperandType;
            if (operand is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
                AddToken(names, MetadataTokens.EntityHandle(code.ReadInt32()));
            else
            {
                var size = operand == OperandType.InlineSwitch ? 4 * code.ReadInt32() : Size(operand);
                code.Offset += size;
            }
        }
    }

    private void AddAttributes(TypeNames names, CustomAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes)
            AddToken(names, _metadata.GetCustomAttribute(attribute).Constructor);
    }

    private void AddToken(TypeNames names, EntityHandle token)
    {
        if (token.IsNil)
            return;

        switch (token.Kind)
        {
            case HandleKind.TypeReference:
                names.GetTypeFromReference(_metadata, (TypeReferenceHandle)token, 0);
                break;
            case HandleKind.TypeDefinition:
                names.GetTypeFromDefinition(_metadata, (TypeDefinitionHandle)token, 0);
                break;
            case HandleKind.TypeSpecification:
                _metadata.GetTypeSpecification((TypeSpecificationHandle)token).DecodeSignature(names, null);
                break;
            case HandleKind.MemberReference:
                var member = _metadata.GetMemberReference((MemberReferenceHandle)token);
                AddToken(names, member.Parent);
                if (member.GetKind() == MemberReferenceKind.Method)
                    member.DecodeMethodSignature(names, null);
                else
                    member.DecodeFieldSignature(names, null);
                break;
            case HandleKind.MethodSpecification:
                var method = _metadata.GetMethodSpecification((MethodSpecificationHandle)token);
                method.DecodeSignature(names, null);
                AddToken(names, method.Method);
                break;
            case HandleKind.MethodDefinition:
                AddToken(names, _metadata.GetMethodDefinition((MethodDefinitionHandle)token).GetDeclaringType());
                break;
            case HandleKind.FieldDefinition:
                AddToken(names, _metadata.GetFieldDefinition((FieldDefinitionHandle)token).GetDeclaringType());
                break;
        }
    }

    private static int Size(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
