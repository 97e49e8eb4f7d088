using System.CommandLine;
using System.Globalization;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>Reads the options for scalers: the file of a scaler, or its values.</summary>
internal static class ScalerOption
{
    private const string Expected =
        "a JSON file, or values such as 'mean=1.5,2 deviation=0.5,3' or 'min=0,10 max=5,20', the latter with 'range=-1,1' if it is not 0,1";

    /// <summary>Creates an option.</summary>
    public static Option<string?> Create(string name, string subject) => new(name)
    {
        Description = $"{subject}: a JSON file with the fields of a scikit-learn scaler (mean_ and scale_, data_min_ and data_max_, ...), or "
            + "'mean=M,M,... deviation=D,D,...', or 'min=A,A,... max=B,B,...' with 'range=LOW,HIGH' if the scaled values are not from 0 to 1.",
    };

    /// <summary>Reads an option; null if it is not given.</summary>
    /// <exception cref="UserInputException">The file cannot be read, or its contents or the values are no scaler.</exception>
    public static FeatureScaler? Read(ParseResult parsed, Option<string?> option)
    {
        if (parsed.GetValue(option) is not { } text)
            return null;
        try
        {
            return text.Contains('=', StringComparison.Ordinal) && !File.Exists(text)
                ? FromValues(Values(text, option.Name))
                : FeatureScaler.FromJson(File.ReadAllText(text));
        }
        catch (FormatException)
        {
            throw new UserInputException($"Option {option.Name} is '{text}', expected {Expected}.");
        }
        catch (ArgumentException exception)
        {
            throw new UserInputException($"Option {option.Name} is '{text}': {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException($"Option {option.Name}: '{text}' cannot be read: {exception.Message} The value is {Expected}.");
        }
    }

    private static FeatureScaler FromValues(Dictionary<string, double[]> values)
    {
        var range = values.GetValueOrDefault("range") ?? [0, 1];
        var standard = (values.GetValueOrDefault("mean"), values.GetValueOrDefault("deviation"));
        var bounds = (values.GetValueOrDefault("min"), values.GetValueOrDefault("max"));
        return (standard, bounds) switch
        {
            (({ } mean, { } deviation), (null, null)) when values.Count == 2 => FeatureScaler.FromMeanAndDeviation(mean, deviation),
            ((null, null), ({ } minimum, { } maximum)) when range.Length == 2 => FeatureScaler.FromRange(minimum, maximum, range[0], range[1]),
            _ => throw new FormatException(),
        };
    }

    private static Dictionary<string, double[]> Values(string text, string option)
    {
        var values = new Dictionary<string, double[]>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split([' ', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('=') is not [var name, var numbers] || name.ToLowerInvariant() is not ("mean" or "deviation" or "min" or "max" or "range"))
                throw new FormatException();
            var parsed = numbers.Split(',').Select(number => double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture));
            if (!values.TryAdd(name, [.. parsed]))
                throw new UserInputException($"Option {option} has '{name}' more than once.");
        }

        return values;
    }
}
