using System.Collections.ObjectModel;
using System.Diagnostics;
using FluentMigrator.Expressions;

namespace Migrator.FluentRunner.Rendering;

/// <summary>A migration's expressions, each with the line that asked for it: whoever adds one is called by that line.</summary>
internal sealed class LocatedExpressions(Type migration) : Collection<IMigrationExpression>
{
    private readonly Dictionary<IMigrationExpression, SourceLocation?> _locations = new(ReferenceEqualityComparer.Instance);

    public SourceLocation? LocationOf(IMigrationExpression expression) => _locations.GetValueOrDefault(expression);

    /// <summary>The expressions that became of these: an AutoReversingMigration takes back what its Up does, the last
    /// first.</summary>
    public void Follow(ICollection<IMigrationExpression> expressions)
    {
        if (ReferenceEquals(expressions, this) || expressions.Count != Count)
            return;

        foreach (var (reversed, expression) in expressions.Zip(this.Reverse()))
            _locations.TryAdd(reversed, LocationOf(expression));
    }

    protected override void InsertItem(int index, IMigrationExpression item)
    {
        _locations[item] = CallSite.Find(new StackTrace(skipFrames: 1, fNeedFileInfo: true), migration);
        base.InsertItem(index, item);
    }
}
