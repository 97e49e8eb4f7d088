using System.Globalization;
using System.Text.RegularExpressions;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Changes the text of a model card.</summary>
internal static class CardMutation
{
    public static void Apply(ModelProto model, Random random)
    {
        if (model.MetadataProps.FirstOrDefault(entry => entry.Key == OnnxNames.Card) is not { } entry)
            return;
        var card = entry.Value;
        entry.Value = random.Next(6) switch
        {
            0 or 1 => Number(card, random),
            2 when card.Length > 0 => card.Remove(random.Next(card.Length), 1),
            3 => card.Insert(
                random.Next(card.Length + 1), StructureMutation.Any(["null", "[", "{", ",", "\"", "[[[[", "1e999", "\u0000", "true"], random)),
            4 => $"{{\"a\":{new string('[', random.Next(5000))}",
            _ => Regex.Replace(card, "\"[a-z-]+\"(?=[,}])", match => random.Next(4) == 0 ? "null" : match.Value),
        };
    }

    // Replaces one of the numbers.
    private static string Number(string card, Random random)
    {
        var numbers = Regex.Matches(card, "(?<=:)-?[0-9.]+");
        if (numbers.Count == 0)
            return card;
        var number = numbers[random.Next(numbers.Count)];
        var replacement = StructureMutation.Number(random).ToString(CultureInfo.InvariantCulture);
        return string.Concat(card.AsSpan(0, number.Index), replacement, card.AsSpan(number.Index + number.Length));
    }
}
