namespace MlNetRecurrent.Onnx;

/// <summary>
/// How large something gets, as a sum of products of what is fed: 50*batch*time. Either the size itself or a bound on it that nothing which
/// is fed exceeds. Each open dimension of an input of the graph is one symbol, at least 1.
/// </summary>
internal sealed class SymbolicSize
{
    private const int MaxTerms = 32;
    private const int MaxSymbols = 8;
    private const double MaxNumber = 1 << 30;
    private const double MaxFactor = 1 << 12;

    // A product is the characters of its symbols, in order; the empty product is the plain number.
    private readonly Dictionary<string, double> _terms;

    private SymbolicSize(Dictionary<string, double> terms, bool isExact)
    {
        if (terms.Count > MaxTerms || terms.Keys.Any(product => product.Length > MaxSymbols))
            throw new RecurrentModelException("sizes depend on what is fed in a way that cannot be followed");
        _terms = terms;
        IsExact = isExact;
    }

    public static SymbolicSize One { get; } = FromNumber(1);

    /// <summary>Whether this is the size, and not only a bound.</summary>
    public bool IsExact { get; }

    /// <summary>The number, where the size does not depend on what is fed.</summary>
    public double? Number => IsExact && _terms.Keys.All(product => product.Length == 0) ? _terms.GetValueOrDefault("") : null;

    /// <summary>The largest size where one is fed of everything that is left open.</summary>
    public double AtOne => _terms.Values.Sum(Math.Abs);

    /// <summary>Whether no dimension that is fed counts twice, so that feeding twice as much of one makes it twice as large at most.</summary>
    public bool IsLinear => _terms.Keys.All(product => product.Distinct().Count() == product.Length);

    /// <summary>
    /// Whether arithmetic on it in 32 or 64 bits gives what it gives here, as long as what is fed is not enormous. Hosts compute shapes in
    /// integers that wrap around; a file could hide a large size in the difference of two that do.
    /// </summary>
    public bool IsSmall => _terms.All(term => Math.Abs(term.Value) <= (term.Key.Length == 0 ? MaxNumber : MaxFactor));

    /// <summary>Whether it is a whole number whatever is fed.</summary>
    public bool IsWhole => _terms.Values.All(number => number == Math.Truncate(number));

    public static SymbolicSize FromNumber(double number) => new(number == 0 ? [] : new() { [""] = number }, isExact: true);

    public static SymbolicSize FromSymbol(char symbol) => new(new() { [symbol.ToString()] = 1 }, isExact: true);

    public SymbolicSize Add(SymbolicSize other) => IsExact && other.IsExact
        ? Combined(other, (left, right) => left + right, isExact: true)
        : ToBound().Combined(other.ToBound(), (left, right) => left + right, isExact: false);

    public SymbolicSize Subtract(SymbolicSize other) => Add(other.IsExact ? other.Multiply(FromNumber(-1)) : other);

    public SymbolicSize Multiply(SymbolicSize other)
    {
        if (IsExact != other.IsExact)
            return ToBound().Multiply(other.ToBound());
        var terms = new Dictionary<string, double>();
        foreach (var (left, first) in _terms)
        {
            foreach (var (right, second) in other._terms)
            {
                var product = string.Concat((left + right).Order());
                terms[product] = terms.GetValueOrDefault(product) + (first * second);
            }
        }

        return new SymbolicSize(terms, IsExact && other.IsExact);
    }

    /// <summary>The quotient of two that divide, else null.</summary>
    public SymbolicSize? TryDivide(SymbolicSize other)
    {
        if (!IsExact || !other.IsExact || other._terms.Count != 1)
            return null;
        var (divisor, number) = other._terms.Single();
        var terms = new Dictionary<string, double>();
        foreach (var (product, coefficient) in _terms)
        {
            var rest = product.ToList();
            if (!divisor.All(rest.Remove) || coefficient % number != 0)
                return null;
            terms[string.Concat(rest)] = coefficient / number;
        }

        return new SymbolicSize(terms, isExact: true);
    }

    /// <summary>A bound on both.</summary>
    public SymbolicSize BoundBoth(SymbolicSize other) => SameAs(other) && IsExact && other.IsExact
        ? this
        : Combined(other, (left, right) => Math.Max(Math.Abs(left), Math.Abs(right)), isExact: false);

    /// <summary>The dimension that broadcasting makes of two, one of which is 1 or which are equal.</summary>
    public SymbolicSize Broadcast(SymbolicSize other) => (Number, other.Number) switch
    {
        (1, _) => other,
        (_, 1) => this,
        (not null, _) => this,
        (_, not null) => other,
        _ => BoundBoth(other),
    };

    /// <summary>A bound on it: what may be less never takes anything away.</summary>
    public SymbolicSize ToBound() => IsExact ? new(_terms.ToDictionary(term => term.Key, term => Math.Abs(term.Value)), isExact: false) : this;

    /// <summary>Itself where <see cref="IsSmall"/>, else a bound on it.</summary>
    public SymbolicSize ToSafeBound() => IsSmall ? this : ToBound();

    private bool SameAs(SymbolicSize other) => _terms.Count == other._terms.Count && _terms.All(term => other._terms.TryGetValue(term.Key, out var number) && number == term.Value);

    private SymbolicSize Combined(SymbolicSize other, Func<double, double, double> combine, bool isExact) => new(
        _terms.Keys.Union(other._terms.Keys)
            .Select(product => (Product: product, Number: combine(_terms.GetValueOrDefault(product), other._terms.GetValueOrDefault(product))))
            .Where(term => term.Number != 0)
            .ToDictionary(term => term.Product, term => term.Number),
        isExact);
}
