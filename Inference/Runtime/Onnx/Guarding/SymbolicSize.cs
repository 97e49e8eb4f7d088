namespace MlNetRecurrent.Onnx;

/// <summary>
/// A size as a sum of products of the input dimensions, such as 50*batch*time + 100. It is either exact or an upper bound. Each dynamic dimension
/// of a graph's inputs is one symbol, at least 1.
/// </summary>
internal sealed class SymbolicSize
{
    private const int MaxTerms = 32;
    private const int MaxSymbolsPerProduct = 8;
    // A constant fits in 32 bits; a term exceeds them only if the product of its dimensions exceeds 2^19.
    private const double MaxNumber = 1 << 30;
    private const double MaxFactor = 1 << 12;

    // A product is the sorted characters of its symbols; the empty product is the constant term.
    private readonly Dictionary<string, double> _terms;

    private SymbolicSize(Dictionary<string, double> terms, bool isExact)
    {
        if (terms.Count > MaxTerms || terms.Keys.Any(product => product.Length > MaxSymbolsPerProduct))
            throw new RecurrentModelException("sizes depend on the inputs in a way that cannot be analyzed");
        _terms = terms;
        IsExact = isExact;
    }

    public static SymbolicSize One { get; } = FromNumber(1);

    /// <summary>Whether this is the exact size rather than an upper bound.</summary>
    public bool IsExact { get; }

    /// <summary>The exact number, or null if the size depends on the inputs or is only a bound.</summary>
    public double? Number => IsExact && _terms.Keys.All(product => product.Length == 0) ? _terms.GetValueOrDefault("") : null;

    /// <summary>An upper bound on the size when every dynamic dimension is 1: the sum of the absolute coefficients.</summary>
    public double AtOne => _terms.Values.Sum(Math.Abs);

    /// <summary>Whether no dimension occurs twice in a product, so that doubling one dimension at most doubles the size.</summary>
    public bool IsLinearInEachDimension => _terms.Keys.All(product => product.Distinct().Count() == product.Length);

    /// <summary>
    /// Whether hosts compute the same size as this class, unless the inputs are enormous. Hosts use 32-bit and 64-bit integers that wrap around, so
    /// a file could make a large size look small as the difference of two wrapped values.
    /// </summary>
    public bool IsSmall => _terms.All(term => Math.Abs(term.Value) <= (term.Key.Length == 0 ? MaxNumber : MaxFactor));

    /// <summary>Whether all coefficients are integers, so that the size is an integer for all inputs.</summary>
    public bool HasIntegerCoefficients => _terms.Values.All(number => number == Math.Truncate(number));

    public static SymbolicSize FromNumber(double number) => new(number == 0 ? [] : new() { [""] = number }, isExact: true);

    public static SymbolicSize FromSymbol(char symbol) => new(new() { [symbol.ToString()] = 1 }, isExact: true);

    public SymbolicSize Add(SymbolicSize other) => IsExact && other.IsExact
        ? Combine(other, (left, right) => left + right, isExact: true)
        : ToBound().Combine(other.ToBound(), (left, right) => left + right, isExact: false);

    // The absolute value of a difference is at most the sum of the bounds.
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

    /// <summary>The exact quotient, or null if a size is only a bound, the divisor is a sum, or a term is not divisible.</summary>
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

    /// <summary>The size if both are the same exact size, otherwise an upper bound on both.</summary>
    public SymbolicSize BoundOfBoth(SymbolicSize other) => SameAs(other) && IsExact && other.IsExact
        ? this
        : Combine(other, (left, right) => Math.Max(Math.Abs(left), Math.Abs(right)), isExact: false);

    /// <summary>
    /// The broadcast of two dimensions that are equal or of which one is 1; an upper bound if both depend on the inputs and differ.
    /// </summary>
    public SymbolicSize Broadcast(SymbolicSize other) => (Number, other.Number) switch
    {
        (1, _) => other,
        (_, 1) => this,
        (not null, _) => this,
        (_, not null) => other,
        _ => BoundOfBoth(other),
    };

    /// <summary>An upper bound on the size, without negative terms.</summary>
    public SymbolicSize ToBound() => IsExact ? new(_terms.ToDictionary(term => term.Key, term => Math.Abs(term.Value)), isExact: false) : this;

    /// <summary>This size if <see cref="IsSmall"/>, otherwise an upper bound on it.</summary>
    public SymbolicSize ToSafeBound() => IsSmall ? this : ToBound();

    private bool SameAs(SymbolicSize other) => _terms.Count == other._terms.Count
        && _terms.All(term => other._terms.TryGetValue(term.Key, out var number) && number == term.Value);

    private SymbolicSize Combine(SymbolicSize other, Func<double, double, double> combine, bool isExact) => new(
        _terms.Keys.Union(other._terms.Keys)
            .Select(product => (Product: product, Number: combine(_terms.GetValueOrDefault(product), other._terms.GetValueOrDefault(product))))
            .Where(term => term.Number != 0)
            .ToDictionary(term => term.Product, term => term.Number),
        isExact);
}
