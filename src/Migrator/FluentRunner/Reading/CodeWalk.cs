using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;
using FluentMigrator;
using Migrator.Catalog.Dependencies;

namespace Migrator.FluentRunner.Reading;

/// <summary>
/// What the code of a migration uses, one way: what its Up (or Down) and its constructors call, what these call in their turn, in its
/// assembly and in those of its base classes.
/// </summary>
internal sealed class CodeWalk
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    private readonly Type _migration;
    private readonly MethodInfo[] _methods;
    private readonly HashSet<Assembly> _own = [];
    private readonly HashSet<MethodBase> _seen = [];
    private readonly Stack<MethodBase> _open = new();

    /// <param name="migration">Its class.</param>
    /// <param name="direction">Which way.</param>
    public CodeWalk(Type migration, Direction direction)
    {
        _migration = migration;
        _methods = migration.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance);
        for (var type = migration; type is not null && type != typeof(object) && !IsFluentMigrators(type.Assembly);
            type = type.BaseType)
        {
            _own.Add(type.Assembly);
            foreach (var constructor in type.GetConstructors(All))
                Add(constructor);
        }

        // What reverses itself does so by its Up.
        string[] names = direction == Direction.Up || typeof(AutoReversingMigration).IsAssignableFrom(migration)
            ? [nameof(MigrationBase.Up), nameof(IMigration.GetUpExpressions)]
            : [nameof(MigrationBase.Down), nameof(IMigration.GetDownExpressions)];
        foreach (var method in _methods.Where(method => names.Contains(method.Name.Split('.')[^1])))
            Add(method);
    }

    /// <summary>Walks, and tells of each member of another assembly and each text.</summary>
    /// <param name="uses">Told of a member that is called.</param>
    /// <param name="says">Told of a text that stands in the code.</param>
    public void Walk(Action<MethodBase> uses, Action<string> says)
    {
        while (_open.TryPop(out var method))
        {
            if (!_own.Contains(method.Module.Assembly))
                uses(method);
            else if (method.GetMethodBody()?.GetILAsByteArray() is { } code)
                Read(method, code, says);
        }
    }

    private static bool IsFluentMigrators(Assembly assembly) =>
        assembly.GetName().Name!.StartsWith("FluentMigrator", StringComparison.Ordinal);

    private void Add(MethodBase method)
    {
        if (!_seen.Add(method))
            return;

        _open.Push(method);
        // A base class calls what the migration has overridden.
        if (method is MethodInfo { IsVirtual: true } called && called.DeclaringType!.IsAssignableFrom(_migration))
        {
            foreach (var own in _methods.Where(one => one.GetBaseDefinition() == called.GetBaseDefinition()))
                Add(own);
        }

        // An iterator's work is in a class of the compiler's.
        if (method is ConstructorInfo { DeclaringType: { IsNested: true } type } && type.Name.StartsWith('<')
            && type.GetMethod("MoveNext", All) is { } work)
            Add(work);
    }

    private void Read(MethodBase method, byte[] code, Action<string> says)
    {
        var (module, at) = (method.Module, 0);
        var ofType = method.DeclaringType is { IsGenericType: true } generic ? generic.GetGenericArguments() : null;
        var ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        while (at < code.Length)
        {
            var operand = OperandTypes.Next(() => code[at++]);
            var token = operand is OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineField
                or OperandType.InlineString ? BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at)) : 0;
            if (operand == OperandType.InlineString)
                says(module.ResolveString(token));
            else if (token != 0)
                Use(module, token, ofType, ofMethod);

            at += operand switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at)),
                _ => 4,
            };
        }
    }

    private void Use(Module module, int token, Type[]? ofType, Type[]? ofMethod)
    {
        try
        {
            switch (module.ResolveMember(token, ofType, ofMethod))
            {
                case MethodBase method:
                    Add(method);
                    break;
                // Its first use runs what its class sets it to.
                case FieldInfo { IsStatic: true, DeclaringType: { } type } when _own.Contains(type.Assembly)
                    && type.TypeInitializer is { } initializer:
                    Add(initializer);
                    break;
            }
        }
        catch (Exception exception) when (exception is FileNotFoundException or FileLoadException or TypeLoadException
            or MissingMemberException or ArgumentException or BadImageFormatException)
        {
            // Of what is not there nothing is known, and it is missed where it is called.
        }
    }
}
