using System.CommandLine;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>How a model is fitted further: as its card says that it was fitted, but for the options that are given.</summary>
internal static class CardFit
{
    /// <summary>Puts what the card says in the place of what the command line does not.</summary>
    /// <param name="options">The command line's options, with the defaults of <c>train</c>.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="card">The card; that of an imported model does not say.</param>
    /// <exception cref="UserInputException">The options do not go together.</exception>
    public static FitOptions Apply(FitOptions options, ParseResult parsed, ModelCard card)
    {
        options = options with { KeepScales = true };
        if (card.Fit is not { } fit)
            return options;
        var further = options with
        {
            Epochs = Given("--epochs") ? options.Epochs : fit.Epochs,
            BatchSize = Given("--batch") ? options.BatchSize : fit.BatchSize,
            LearningRate = Given("--lr") ? options.LearningRate : fit.LearningRate,
            Optimizer = Given("--optimizer") ? options.Optimizer : Named(fit.Optimizer, Optimizers.Name, options.Optimizer),
            Beta2 = Given("--beta2") || Given("--optimizer") ? options.Beta2 : fit.Beta2,
            WeightAveraging = Given("--average") ? options.WeightAveraging : fit.WeightAveraging,
            WeightDecay = Given("--weight-decay") ? options.WeightDecay : fit.WeightDecay,
            Schedule = Given("--schedule") ? options.Schedule : Named(fit.Schedule, schedule => schedule.ToString().ToLowerInvariant(), options.Schedule),
            WarmUpEpochs = Given("--warmup") ? options.WarmUpEpochs : fit.WarmUpEpochs,
            GradientNorm = Given("--clip") ? options.GradientNorm : fit.GradientNorm,
            Loss = Given("--loss") ? options.Loss : Named(fit.Loss, loss => FitLoss.Name(card.Network, loss), options.Loss),
            Patience = Given("--patience") ? options.Patience : fit.Patience,
            SufficientLoss = Given("--stop-at") ? options.SufficientLoss : fit.SufficientLoss,
            Seed = Given("--seed") ? options.Seed : fit.Seed,
            InputNoise = Given("--noise") ? options.InputNoise : fit.InputNoise,
            TimeMask = Given("--time-mask") ? options.TimeMask : fit.TimeMask,
            TimeStretch = Given("--stretch") ? options.TimeStretch : fit.TimeStretch,
            Shift = Given("--shift") ? options.Shift : fit.Shift,
            TruncatedSteps = Given("--truncate") ? options.TruncatedSteps : fit.TruncatedSteps,
        };
        try
        {
            further.Validate();
        }
        catch (ArgumentException exception)
        {
            throw new UserInputException(exception.Message, exception);
        }

        return further;

        bool Given(string name) => parsed.CommandResult.Command.Options.First(option => option.Name == name) is var option && parsed.GetResult(option) is { Implicit: false };
    }

    // A card may come from elsewhere, with a name that this product does not use.
    private static T Named<T>(string? name, Func<T, string> nameOf, T otherwise)
        where T : struct, Enum => Enum.GetValues<T>().Where(value => nameOf(value) == name).Select(value => (T?)value).FirstOrDefault() ?? otherwise;
}
