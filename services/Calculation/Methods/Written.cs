namespace CarbonPlatform.Calculation.Methods;

/// <summary>A term with its text beside its value: in numbers, and in the words of the formula.</summary>
internal readonly struct Written : ITerm<Written>
{
    private readonly Expression _numbers;
    private readonly Expression _words;
    private readonly Expression _wordsZh;

    private Written(Exact value, Expression numbers, Expression words, Expression wordsZh) =>
        (Value, _numbers, _words, _wordsZh) = (value, numbers, words, wordsZh);

    public static bool IsWritten => true;

    public Exact Value { get; }

    public string Numbers => _numbers.Text;

    public Wording Words => new(_words.Text, _wordsZh.Text);

    public static Written Of(Exact value, string digits, string name, string nameZh) =>
        new(value, Expression.Number(digits), Expression.Number(name), Expression.Number(nameZh));

    /// <summary>The sum over readings that are all of one name.</summary>
    public static Written Total(Exact value, List<string> digits, Wording name) =>
        new(
            value,
            Expression.Sum([.. digits.Select(Expression.Number)]),
            Expression.Over(Expression.Number(name.En)),
            Expression.Over(Expression.Number(name.Zh))
        );

    /// <summary>The sum over readings of what each comes to; those with the same words share them.</summary>
    public static Written Total(Exact value, List<Written> terms) =>
        new(
            value,
            Expression.Sum([.. terms.Select(term => term._numbers)]),
            Expression.Sum([.. terms.Select(term => term._words).Distinct().Select(Expression.Over)]),
            Expression.Sum([.. terms.Select(term => term._wordsZh).Distinct().Select(Expression.Over)])
        );

    public static Written operator +(Written left, Written right) => Join(left.Value + right.Value, left, "+", right);

    public static Written operator -(Written left, Written right) => Join(left.Value - right.Value, left, "−", right);

    public static Written operator *(Written left, Written right) => Join(left.Value * right.Value, left, "×", right);

    public static Written operator /(Written left, Written right) => Join(left.Value / right.Value, left, "/", right);

    public static Written operator *(Written left, Conversion right) =>
        new(left.Value * right.Value, left._numbers.Then(right), left._words.Then(right), left._wordsZh.Then(right));

    public static Written operator *(Constant left, Written right) => Of(left) * right;

    public static Written operator -(Constant left, Written right) => Of(left) - right;

    private static Written Of(Constant constant) => Of(constant.Value, constant.Text, constant.Text, constant.Text);

    private static Written Join(Exact value, Written left, string sign, Written right) =>
        new(
            value,
            left._numbers.Join(sign, right._numbers),
            left._words.Join(sign, right._words),
            left._wordsZh.Join(sign, right._wordsZh)
        );

    /// <summary>A text that knows where it needs parentheses.</summary>
    private readonly record struct Expression
    {
        private readonly Level _level;

        private Expression(string text, Level level) => (Text, _level) = (text, level);

        private enum Level
        {
            Sum,
            Product,
            Number,
        }

        public string Text { get; }

        public static Expression Number(string text) => new(text, Level.Number);

        /// <summary>Σ: it goes over the product that follows.</summary>
        public static Expression Over(Expression term) => new($"Σ {term.In(Level.Product)}", Level.Product);

        public static Expression Sum(IReadOnlyList<Expression> terms) =>
            terms.Count switch
            {
                0 => Number("0"),
                1 => terms[0],
                _ => new(string.Join(" + ", terms.Select(term => term.In(Level.Product))), Level.Sum),
            };

        public Expression Join(string sign, Expression right)
        {
            // What stands right of a minus or a division needs parentheses sooner than what stands left of it.
            var (level, rightLevel) = sign switch
            {
                "+" => (Level.Sum, Level.Sum),
                "−" => (Level.Sum, Level.Product),
                "×" => (Level.Product, Level.Product),
                _ => (Level.Product, Level.Number),
            };
            return new($"{In(level)} {sign} {right.In(rightLevel)}", level);
        }

        public Expression Then(Conversion conversion) => new($"{In(Level.Product)} {conversion.Text}", Level.Product);

        private string In(Level level) => _level >= level ? Text : $"({Text})";
    }
}

/// <summary>Adds up what readings come to.</summary>
internal struct Sum<T>
    where T : struct, ITerm<T>
{
    private Exact _value;
    private List<Written>? _terms;

    public void Add(T term)
    {
        _value += term.Value;
        if (T.IsWritten)
            (_terms ??= []).Add((Written)(object)term);
    }

    public readonly T Total => T.IsWritten ? (T)(object)Written.Total(_value, _terms ?? []) : T.Of(_value, "", "", "");
}
