using System.CommandLine;
using System.Globalization;

namespace MlNetRecurrent.Console;

/// <summary>The two options for linear layers: their sizes and their activation.</summary>
internal sealed class LinearLayerOptions
{
    private static readonly (string Word, ActivationFunction Function)[] Functions =
    [
        ("relu", ActivationFunction.Relu),
        ("tanh", ActivationFunction.Tanh),
        ("sigmoid", ActivationFunction.Sigmoid),
        ("gelu", ActivationFunction.Gelu),
        ("leaky-relu", ActivationFunction.LeakyRelu()),
        ("elu", ActivationFunction.Elu()),
        ("softplus", ActivationFunction.Softplus),
    ];

    private readonly Option<string?> _sizes;
    private readonly Option<string?> _activation;

    /// <param name="sizes">The name of the option for the sizes.</param>
    /// <param name="activation">The name of the option for the activation.</param>
    /// <param name="subject">The layers, inside a sentence.</param>
    public LinearLayerOptions(string sizes, string activation, string subject)
    {
        _sizes = new Option<string?>(sizes) { Description = $"The sizes of {subject}, comma-separated, such as 32,16. Default: no such layers." };
        _activation = new Option<string?>(activation)
        {
            Description = $"The activation of the layers of {sizes}: relu (default), tanh, sigmoid, gelu, leaky-relu, elu or softplus.",
        };
    }

    /// <summary>Both options.</summary>
    public IEnumerable<Option> All => [_sizes, _activation];

    /// <summary>The sizes; none if the option is not given.</summary>
    /// <exception cref="UserInputException">A size is not a number of at least 1.</exception>
    public IReadOnlyList<int> ReadSizes(ParseResult parsed)
    {
        if (parsed.GetValue(_sizes) is not { } list)
            return [];
        return [.. list.Split(',').Select(size => int.TryParse(size, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value >= 1
            ? value
            : throw new UserInputException($"Option {_sizes.Name} is '{list}', expected comma-separated sizes of at least 1, such as 32,16."))];
    }

    /// <summary>The activation.</summary>
    /// <exception cref="UserInputException">There is no such activation, or no sizes are given.</exception>
    public ActivationFunction ReadActivation(ParseResult parsed)
    {
        if (parsed.GetValue(_sizes) is null && parsed.GetValue(_activation) is not null)
            throw new UserInputException($"Option {_activation.Name} requires {_sizes.Name}.");
        var word = parsed.GetValue(_activation) ?? Functions[0].Word;
        return Functions.FirstOrDefault(entry => entry.Word == word).Function ?? throw new UserInputException(
            $"Option {_activation.Name} is '{word}', expected {string.Join(", ", Functions.Select(entry => entry.Word))}.");
    }
}
