namespace MlNetRecurrent;

/// <summary>
/// The meaning of a category of a network: the name of its column and the texts of its codes. Immutable, with value equality; thread-safe.
/// </summary>
/// <remarks>Code 0 stands for every text that is not among the values, such as a series that training did not have.</remarks>
public sealed class CategoryColumn : IEquatable<CategoryColumn>
{
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);

    /// <summary>Creates a category whose values are those of the training rows: training on a table finds them.</summary>
    /// <param name="name">The name of the column.</param>
    public CategoryColumn(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        (Name, Values) = (name, []);
    }

    /// <summary>Creates a category.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="values">The texts in the order of their codes, from code 1.</param>
    /// <exception cref="ArgumentException">There is no text, or one of them is missing or a duplicate.</exception>
    public CategoryColumn(string name, IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0)
            throw new ArgumentException($"Category '{name}' has no values: expected at least one.", nameof(values));
        (Name, Values) = (name, [.. values]);
        for (var index = 0; index < values.Count; index++)
        {
            if (values[index] is not { } value)
                throw new ArgumentException($"Value {index + 1} of category '{name}' is missing.", nameof(values));
            if (!_codes.TryAdd(value, index + 1))
                throw new ArgumentException($"Value {index + 1} of category '{name}' is '{value}', which is defined more than once.", nameof(values));
        }
    }

    /// <summary>The name of the column.</summary>
    public string Name { get; }

    /// <summary>The texts in the order of their codes, from code 1; empty until training finds them.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>Creates a category of the distinct texts among the given ones, in ordinal order.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="texts">The texts, such as those of all rows.</param>
    /// <exception cref="ArgumentException">There is no text, or one of them is missing.</exception>
    public static CategoryColumn FromTexts(string name, IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return new CategoryColumn(name, [.. texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    /// <summary>Gets the code of a text, as the network expects it: 1 to the number of values, or 0 for any other text or null.</summary>
    /// <param name="text">The text; upper and lower case are different.</param>
    public int GetCode(string? text) => text is null ? 0 : _codes.GetValueOrDefault(text);

    /// <inheritdoc/>
    public bool Equals(CategoryColumn? other) => other is not null && Name == other.Name && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CategoryColumn);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Values.Count, Values.Count > 0 ? Values[^1] : null);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Name}, {Values.Count} values");
}
