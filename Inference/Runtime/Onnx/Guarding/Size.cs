namespace MlNetRecurrent.Onnx;

/// <summary>
/// How large something gets, as a sum of products of what is fed: 50*batch*time. Either the size itself or a bound on it that nothing which
/// is fed exceeds. Each open dimension of an input of the graph is one symbol, at least 1.
/// </summary>
internal sealed class Size
{
    private const int MostTerms = 32;
    private const int MostSymbols = 8;
    private const double LargestNumber = 1 << 30;
    private const double LargestFactor = 1 << 12;

    // A product is the characters of its symbols, in order; the empty product is the plain number.
    private readonly Dictionary<string, double> _terms;

    private Size(Dictionary<string, double> terms, bool isExact)
    {
        if (terms.Count > MostTerms || terms.Keys.Any(product => product.Length > MostSymbols))
            throw new RecurrentModelException("sizes depend on what is fed in a way that cannot be followed");
        _terms = terms;
        IsExact = isExact;
    }

    public static Size One { get; } = Of(1);

    /// <summary>Whether this is the size, and not only a bound.</summary>
    public bool IsExact { get; }

    /// <summary>The number, where the size does not depend on what is fed.</summary>
    public double? Number => IsExact && _terms.Keys.All(product => product.Length == 0) ? _terms.GetValueOrDefault("") : null;

    /// <summary>The largest size where one is fed of everything that is left open.</summary>
    public double OfOne => _terms.Values.Sum(Math.Abs);

    /// <summary>Whether no dimension that is fed counts twice, so that feeding twice as much of one makes it twice as large at most.</summary>
    public bool IsLinear => _terms.Keys.All(product => product.Distinct().Count() == product.Length);

    /// <summary>
    /// Whether arithmetic on it in 32 or 64 bits gives what it gives here, as long as what is fed is not enormous. Hosts compute shapes in
    /// integers that wrap around; a file could hide a large size in the difference of two that do.
    /// </summary>
    public bool IsSmall => _terms.All(term => Math.Abs(term.Value) <= (term.Key.Length == 0 ? LargestNumber : LargestFactor));

    /// <summary>Whether it is a whole number whatever is fed.</summary>
    public bool IsWhole => _terms.Values.All(number => number == Math.Truncate(number));

    public static Size Of(double number) => new(number == 0 ? [] : new() { [""] = number }, isExact: true);

    public static Size OfSymbol(char symbol) => new(new() { [symbol.ToString()] = 1 }, isExact: true);

    public Size Plus(Size other) => IsExact && other.IsExact
        ? Combined(other, (left, right) => left + right, isExact: true)
        : AsBound().Combined(other.AsBound(), (left, right) => left + right, isExact: false);

    public Size Minus(Size other) => Plus(other.IsExact ? other.Times(Of(-1)) : other);

    public Size Times(Size other)
    {
        if (IsExact != other.IsExact)
            return AsBound().Times(other.AsBound());
        var terms = new Dictionary<string, double>();
        foreach (var (left, first) in _terms)
        {
            foreach (var (right, second) in other._terms)
            {
                var product = string.Concat((left + right).Order());
                terms[product] = terms.GetValueOrDefault(product) + (first * second);
            }
        }

        return new Size(terms, IsExact && other.IsExact);
    }

    /// <summary>The quotient of two that divide, else null.</summary>
    public Size? DividedBy(Size other)
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

        return new Size(terms, isExact: true);
    }

    /// <summary>A bound on both.</summary>
    public Size Or(Size other) => SameAs(other) && IsExact && other.IsExact
        ? this
        : Combined(other, (left, right) => Math.Max(Math.Abs(left), Math.Abs(right)), isExact: false);

    /// <summary>The dimension that broadcasting makes of two, one of which is 1 or which are equal.</summary>
    public Size Broadcast(Size other) => (Number, other.Number) switch
    {
        (1, _) => other,
        (_, 1) => this,
        (not null, _) => this,
        (_, not null) => other,
        _ => Or(other),
    };

    /// <summary>A bound on it: what may be less never takes anything away.</summary>
    public Size AsBound() => IsExact ? new(_terms.ToDictionary(term => term.Key, term => Math.Abs(term.Value)), isExact: false) : this;

    /// <summary>Itself where <see cref="IsSmall"/>, else a bound on it.</summary>
    public Size Guarded() => IsSmall ? this : AsBound();

    private bool SameAs(Size other) => _terms.Count == other._terms.Count && _terms.All(term => other._terms.TryGetValue(term.Key, out var number) && number == term.Value);

    private Size Combined(Size other, Func<double, double, double> combine, bool isExact) => new(
        _terms.Keys.Union(other._terms.Keys)
            .Select(product => (Product: product, Number: combine(_terms.GetValueOrDefault(product), other._terms.GetValueOrDefault(product))))
            .Where(term => term.Number != 0)
            .ToDictionary(term => term.Product, term => term.Number),
        isExact);
}
