using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CarbonPlatform.Mutation;

/// <summary>
/// The changes that a source file allows: every number one more, every truth value its opposite, every word that
/// decides (in a case, a pattern, a comparison) another, every operator its opposite. Names, units and wordings are
/// left alone.
/// </summary>
internal static class Mutations
{
    private static readonly Dictionary<SyntaxKind, SyntaxKind> s_operators = new()
    {
        [SyntaxKind.AddExpression] = SyntaxKind.SubtractExpression,
        [SyntaxKind.SubtractExpression] = SyntaxKind.AddExpression,
        [SyntaxKind.MultiplyExpression] = SyntaxKind.DivideExpression,
        [SyntaxKind.DivideExpression] = SyntaxKind.MultiplyExpression,
        [SyntaxKind.LessThanExpression] = SyntaxKind.LessThanOrEqualExpression,
        [SyntaxKind.LessThanOrEqualExpression] = SyntaxKind.LessThanExpression,
        [SyntaxKind.GreaterThanExpression] = SyntaxKind.GreaterThanOrEqualExpression,
        [SyntaxKind.GreaterThanOrEqualExpression] = SyntaxKind.GreaterThanExpression,
        [SyntaxKind.EqualsExpression] = SyntaxKind.NotEqualsExpression,
        [SyntaxKind.NotEqualsExpression] = SyntaxKind.EqualsExpression,
        [SyntaxKind.LogicalAndExpression] = SyntaxKind.LogicalOrExpression,
        [SyntaxKind.LogicalOrExpression] = SyntaxKind.LogicalAndExpression,
        [SyntaxKind.BitwiseOrExpression] = SyntaxKind.BitwiseAndExpression,
        [SyntaxKind.BitwiseAndExpression] = SyntaxKind.BitwiseOrExpression,
        [SyntaxKind.AddAssignmentExpression] = SyntaxKind.SubtractAssignmentExpression,
        [SyntaxKind.SubtractAssignmentExpression] = SyntaxKind.AddAssignmentExpression,
        [SyntaxKind.OrAssignmentExpression] = SyntaxKind.AndAssignmentExpression,
        [SyntaxKind.AndAssignmentExpression] = SyntaxKind.OrAssignmentExpression,
    };

    private static readonly Dictionary<SyntaxKind, SyntaxKind> s_tokens = new()
    {
        [SyntaxKind.PlusToken] = SyntaxKind.MinusToken,
        [SyntaxKind.MinusToken] = SyntaxKind.PlusToken,
        [SyntaxKind.AsteriskToken] = SyntaxKind.SlashToken,
        [SyntaxKind.SlashToken] = SyntaxKind.AsteriskToken,
        [SyntaxKind.LessThanToken] = SyntaxKind.LessThanEqualsToken,
        [SyntaxKind.LessThanEqualsToken] = SyntaxKind.LessThanToken,
        [SyntaxKind.GreaterThanToken] = SyntaxKind.GreaterThanEqualsToken,
        [SyntaxKind.GreaterThanEqualsToken] = SyntaxKind.GreaterThanToken,
        [SyntaxKind.EqualsEqualsToken] = SyntaxKind.ExclamationEqualsToken,
        [SyntaxKind.ExclamationEqualsToken] = SyntaxKind.EqualsEqualsToken,
        [SyntaxKind.AmpersandAmpersandToken] = SyntaxKind.BarBarToken,
        [SyntaxKind.BarBarToken] = SyntaxKind.AmpersandAmpersandToken,
        [SyntaxKind.BarToken] = SyntaxKind.AmpersandToken,
        [SyntaxKind.AmpersandToken] = SyntaxKind.BarToken,
        [SyntaxKind.PlusEqualsToken] = SyntaxKind.MinusEqualsToken,
        [SyntaxKind.MinusEqualsToken] = SyntaxKind.PlusEqualsToken,
        [SyntaxKind.BarEqualsToken] = SyntaxKind.AmpersandEqualsToken,
        [SyntaxKind.AmpersandEqualsToken] = SyntaxKind.BarEqualsToken,
    };

    /// <summary>All of a file, numbered on from a number.</summary>
    public static List<Mutant> Of(SyntaxTree tree, int first)
    {
        var mutants = new List<Mutant>();
        foreach (var node in tree.GetRoot().DescendantNodes())
        {
            if (Change(node) is not { } changed || Place(node) is not { } place)
                continue;
            var replacement = place == node ? changed : place.ReplaceNode(node, changed);
            mutants.Add(
                new Mutant
                {
                    Id = first + mutants.Count,
                    File = Path.GetFileName(tree.FilePath),
                    Line = node.GetLocation().GetLineSpan().StartLinePosition.Line + 1,
                    Original = OneLine(node),
                    Changed = OneLine(changed),
                    Place = place,
                    Replacement = replacement,
                }
            );
        }
        return mutants;
    }

    private static SyntaxNode? Change(SyntaxNode node)
    {
        switch (node)
        {
            case LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.NumericLiteralExpression):
                return Literal(literal);
            case LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.TrueLiteralExpression):
                return SyntaxFactory.LiteralExpression(SyntaxKind.FalseLiteralExpression).WithTriviaFrom(literal);
            case LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.FalseLiteralExpression):
                return SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression).WithTriviaFrom(literal);
            case LiteralExpressionSyntax literal
                when literal.IsKind(SyntaxKind.StringLiteralExpression) && Decides(literal):
                return SyntaxFactory
                    .LiteralExpression(
                        SyntaxKind.StringLiteralExpression,
                        SyntaxFactory.Literal(literal.Token.ValueText + "~")
                    )
                    .WithTriviaFrom(literal);
            // a ?? b: b alone.
            case BinaryExpressionSyntax binary when binary.IsKind(SyntaxKind.CoalesceExpression):
                return binary.Right;
            // Texts are joined by +, not added.
            case BinaryExpressionSyntax binary when binary.IsKind(SyntaxKind.AddExpression) && JoinsText(binary):
                return null;
            case BinaryExpressionSyntax binary when s_operators.TryGetValue(binary.Kind(), out var opposite):
                return SyntaxFactory.BinaryExpression(opposite, binary.Left, Token(binary.OperatorToken), binary.Right);
            case AssignmentExpressionSyntax assignment
                when s_operators.TryGetValue(assignment.Kind(), out var opposite)
                    && !(assignment.IsKind(SyntaxKind.AddAssignmentExpression) && JoinsText(assignment.Right)):
                return SyntaxFactory.AssignmentExpression(
                    opposite,
                    assignment.Left,
                    Token(assignment.OperatorToken),
                    assignment.Right
                );
            case PrefixUnaryExpressionSyntax prefix
                when prefix.Kind() is SyntaxKind.LogicalNotExpression or SyntaxKind.UnaryMinusExpression:
                return prefix.Operand;
            case RelationalPatternSyntax relational:
                return relational.WithOperatorToken(Token(relational.OperatorToken));
            case UnaryPatternSyntax not when not.IsKind(SyntaxKind.NotPattern):
                return not.Pattern;
            case IsPatternExpressionSyntax { Pattern: not UnaryPatternSyntax } matches
                when !matches.Pattern.DescendantNodesAndSelf().OfType<VariableDesignationSyntax>().Any():
                return matches.WithPattern(
                    SyntaxFactory.UnaryPattern(
                        SyntaxFactory.Token(SyntaxKind.NotKeyword).WithTrailingTrivia(SyntaxFactory.Space),
                        SyntaxFactory.ParenthesizedPattern(matches.Pattern)
                    )
                );
            default:
                return null;
        }
    }

    private static LiteralExpressionSyntax? Literal(LiteralExpressionSyntax literal) =>
        literal.Token.Value switch
        {
            int value => SyntaxFactory
                .LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(value + 1))
                .WithTriviaFrom(literal),
            decimal value => SyntaxFactory
                .LiteralExpression(
                    SyntaxKind.NumericLiteralExpression,
                    SyntaxFactory.Literal((value + 1).ToString(CultureInfo.InvariantCulture) + "m", value + 1)
                )
                .WithTriviaFrom(literal),
            _ => null,
        };

    /// <summary>A word that decides which way the method goes; not one that it only writes.</summary>
    private static bool Decides(LiteralExpressionSyntax literal) =>
        literal.Parent switch
        {
            ConstantPatternSyntax or CaseSwitchLabelSyntax => true,
            BinaryExpressionSyntax binary => binary.Kind()
                is SyntaxKind.EqualsExpression
                    or SyntaxKind.NotEqualsExpression,
            _ => false,
        };

    private static bool JoinsText(SyntaxNode node) =>
        node.DescendantNodesAndSelf()
            .Any(part =>
                part is InterpolatedStringExpressionSyntax or LiteralExpressionSyntax { Token.Value: string }
                || (
                    part is IdentifierNameSyntax { Identifier.ValueText: var name }
                    && (name is "conversion" or "SetVersion" || name.EndsWith("Text", StringComparison.Ordinal))
                )
            );

    /// <summary>
    /// What can be swapped for another at run time: an expression, or a whole statement. Null where only the compiler
    /// sees it.
    /// </summary>
    private static SyntaxNode? Place(SyntaxNode node)
    {
        foreach (var ancestor in node.AncestorsAndSelf())
        {
            switch (ancestor)
            {
                case AttributeSyntax or ParameterSyntax or EnumMemberDeclarationSyntax:
                    return null;
                case FieldDeclarationSyntax field
                    when field.Modifiers.Any(SyntaxKind.ConstKeyword) || field.Modifiers.Any(SyntaxKind.StaticKeyword):
                    return null;
                case LocalDeclarationStatementSyntax { IsConst: true }:
                    return null;
            }
        }
        foreach (var ancestor in node.AncestorsAndSelf())
        {
            switch (ancestor)
            {
                case AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax statement }:
                    return statement;
                case SwitchStatementSyntax or IsPatternExpressionSyntax or SwitchExpressionSyntax:
                    return ancestor;
                case PatternSyntax or SwitchExpressionArmSyntax or SwitchLabelSyntax:
                    continue;
                case ExpressionSyntax { Parent: PatternSyntax or SwitchLabelSyntax or WhenClauseSyntax }:
                    continue;
                case ExpressionSyntax:
                    return ancestor;
                case WhenClauseSyntax:
                    continue;
                default:
                    return null;
            }
        }
        return null;
    }

    private static SyntaxToken Token(SyntaxToken token) =>
        SyntaxFactory.Token(token.LeadingTrivia, s_tokens[token.Kind()], token.TrailingTrivia);

    private static string OneLine(SyntaxNode node)
    {
        var text = string.Join(' ', node.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= 120 ? text : text[..117] + "…";
    }
}
