using System.Collections;
using System.Globalization;
using System.Reflection;

namespace MlNetRecurrent.Runtime.Tests;

/// <summary>Creates cards with a random value in every settable property, including properties added later. Their networks may be invalid.</summary>
internal static class RandomCards
{
    private static readonly string[] Texts = ["größe \"x\" <&>+'", "", "日本\u2028\ud83d\ude00\n\u0001", "rows.csv"];
    private static readonly double[] Numbers = [0, 1, 1.0 / 3, 1e-300, double.NaN, double.NegativeInfinity];

    public static ModelCard Create(int seed) => (ModelCard)Value(typeof(ModelCard), new Random(seed));

    /// <summary>Every settable property of a card as text.</summary>
    public static string Text(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        RecurrentCell cell => cell.Name,
        ActivationFunction function => FormattableString.Invariant($"{function.Kind} {function.Alpha} {function.Beta}"),
        Vocabulary vocabulary => $"{vocabulary.TokenUnit}{Text(vocabulary.Tokens)}",
        CategoryColumn category => $"{category.Name}{Text(category.Values)}",
        IEnumerable<KeyValuePair<string, double>> scores => string.Join(",", scores.Select(score => $"{score.Key}={Text(score.Value)}")),
        IEnumerable list => $"[{string.Join(",", list.Cast<object?>().Select(Text))}]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        _ => $"({string.Join("; ", Settable(value.GetType()).Select(property => $"{property.Name}: {Text(property.GetValue(value))}"))})",
    };

    private static IEnumerable<PropertyInfo> Settable(Type type) =>
        type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(property => property.CanWrite && property.PropertyType != typeof(GraphDescription));

    private static object? Value(Type type, Random random, bool isNullable) => isNullable && random.Next(3) == 0 ? null : Value(type, random);

    private static object Value(Type type, Random random) => type switch
    {
        _ when type == typeof(string) => Texts[random.Next(Texts.Length)],
        _ when type == typeof(bool) => random.Next(2) == 0,
        _ when type == typeof(int) => random.Next(3) switch { 0 => 0, 1 => 1, _ => random.Next() - (int.MaxValue / 2) },
        _ when type == typeof(long) => random.NextInt64() - (long.MaxValue / 2),
        _ when type == typeof(double) => random.Next(2) == 0 ? random.NextDouble() : Numbers[random.Next(Numbers.Length)],
        _ when type == typeof(float) => (float)(double)Value(typeof(double), random),
        _ when type == typeof(ActivationFunction) => ActivationFunction.Create(
            (ActivationKind)Value(typeof(ActivationKind), random), (float)Value(typeof(float), random), (float)Value(typeof(float), random)),
        _ when type == typeof(RecurrentCell) => RecurrentCell.All[random.Next(RecurrentCell.All.Count)],
        _ when type == typeof(Vocabulary) => new Vocabulary((TokenUnit)random.Next(2), ["", "a", " b\"", "ü"]),
        _ when type == typeof(CategoryColumn) => new CategoryColumn(Texts[random.Next(Texts.Length)], ["", "a", " b\"", "ü"]),
        _ when type == typeof(CategoryDescription) => new CategoryDescription(random.Next(), random.Next()),
        _ when type == typeof(EmbeddingDescription) => new EmbeddingDescription(random.Next(), random.Next()),
        // Cards describe networks, not the graphs of other programs.
        _ when type == typeof(RecurrentTask) => (RecurrentTask)random.Next((int)RecurrentTask.Custom),
        _ when type == typeof(DateOnly) => DateOnly.FromDayNumber(random.Next(DateOnly.MaxValue.DayNumber)),
        // The dates of holidays are in order.
        _ when type == typeof(IReadOnlyList<DateOnly>) =>
            Enumerable.Range(0, random.Next(4)).Select(_ => (DateOnly)Value(typeof(DateOnly), random)).Distinct().Order().ToList(),
        { IsEnum: true } => Enum.GetValues(type).GetValue(random.Next(Enum.GetValues(type).Length))!,
        _ when type == typeof(IReadOnlyDictionary<string, double>) =>
            Enumerable.Range(0, random.Next(4)).ToDictionary(index => $"score{index}é", _ => (double)Value(typeof(double), random)),
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) => List(type.GetGenericArguments()[0], random),
        _ => Record(type, random),
    };

    private static IList List(Type item, Random random)
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
        for (var count = random.Next(4); count > 0; count--)
            list.Add(Nullable.GetUnderlyingType(item) is { } value ? Value(value, random, isNullable: true) : Value(item, random));
        return list;
    }

    private static object Record(Type type, Random random)
    {
        var record = Activator.CreateInstance(type)!;
        var nullability = new NullabilityInfoContext();
        foreach (var property in Settable(type))
        {
            var isNullable = nullability.Create(property).WriteState == NullabilityState.Nullable;
            property.SetValue(record, Value(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, random, isNullable));
        }

        return record;
    }
}
