using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>Shows the losses of training.</summary>
internal static class LossBlocks
{
    // The loss curves of an ensemble are alike.
    private const int MaxFits = 3;

    // A narrower range is easy to read on a linear scale.
    private const double WideRange = 20;

    /// <summary>Creates a chart of the losses, and a sentence if the weights of an earlier epoch were kept.</summary>
    /// <param name="losses">The losses of all fits, concatenated.</param>
    /// <param name="card">The model card.</param>
    public static IReadOnlyList<IReportBlock> Create(IReadOnlyList<FitProgress> losses, ModelCard card)
    {
        var fits = Fits(losses);
        var shown = fits.Take(MaxFits)
            .SelectMany((fit, index) => Lines(fit, fits.Count > 1 ? FormattableString.Invariant($" {index + 1}") : ""))
            .ToList();
        var text = (fits.Count > MaxFits ? FormattableString.Invariant($"The first {MaxFits} of {fits.Count} training runs. ") : "")
            + (card.Fit?.BestEpoch is { } best
                ? FormattableString.Invariant($"The weights of epoch {best}, which has the lowest validation loss, were kept.")
                : "");
        var chart = new LineChart
        {
            Title = $"Loss{(card.Fit is { } fitted ? $" ({fitted.Loss})" : "")} by epoch",
            X = new ChartAxis("epoch"),
            Y = new ChartAxis("loss", IsWide(shown.SelectMany(line => line.Y).ToList()) ? AxisKind.Logarithmic : AxisKind.Linear),
            Series = shown,
        };
        return text.Length == 0 ? [chart] : [new ReportText(text.TrimEnd()), chart];
    }

    /// <summary>Whether all values are positive and their range is wide enough for a logarithmic scale.</summary>
    public static bool IsWide(IReadOnlyCollection<double> values) =>
        values.Count > 0 && values.Min() > 0 && values.Max() / values.Min() > WideRange;

    // The epoch number starts over with each fit.
    private static List<List<FitProgress>> Fits(IReadOnlyList<FitProgress> losses)
    {
        var fits = new List<List<FitProgress>>();
        foreach (var progress in losses)
        {
            if (fits.Count == 0 || progress.Epoch <= fits[^1][^1].Epoch)
                fits.Add([]);
            fits[^1].Add(progress);
        }

        return fits;
    }

    private static IEnumerable<ChartSeries> Lines(List<FitProgress> fit, string number)
    {
        double[] epochs = [.. fit.Select(progress => (double)progress.Epoch)];
        yield return new ChartSeries($"training{number}", epochs, [.. fit.Select(progress => progress.Loss)]);
        if (fit[0].ValidationLoss is not null)
        {
            double[] validation = [.. fit.Select(progress => progress.ValidationLoss ?? double.NaN)];
            yield return new ChartSeries($"validation{number}", epochs, validation) { IsDashed = true };
        }
    }
}
