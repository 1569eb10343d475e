using Microsoft.CodeAnalysis;

namespace CarbonPlatform.Mutation;

/// <summary>One change of one constant or operator.</summary>
internal sealed class Mutant
{
    public required int Id { get; init; }

    /// <summary>Name of the source file.</summary>
    public required string File { get; init; }

    public required int Line { get; init; }

    /// <summary>What is changed, as it stands in the source.</summary>
    public required string Original { get; init; }

    public required string Changed { get; init; }

    /// <summary>The expression or statement that is replaced, in the original tree.</summary>
    public required SyntaxNode Place { get; init; }

    /// <summary>What stands in its place.</summary>
    public required SyntaxNode Replacement { get; init; }

    public Fate Fate { get; set; }

    /// <summary>The first difference it made; of a survivor that is equivalent, why it is.</summary>
    public string? Because { get; set; }

    public override string ToString() => $"{File}:{Line}: {Original}  →  {Changed}";
}

/// <summary>What became of a mutant.</summary>
internal enum Fate
{
    /// <summary>Nothing differed.</summary>
    Survived,

    /// <summary>A golden case gave another answer.</summary>
    Noticed,

    /// <summary>It is no program: the compiler noticed.</summary>
    Stillborn,
}
