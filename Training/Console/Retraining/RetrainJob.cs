using MlNetRecurrent.Onnx;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>Fits a model further, compares it with what it was, and puts it in place if it is at least as good.</summary>
internal sealed class RetrainJob(RetrainOptions options, TrainingData data, TimeProvider clock)
{
    private readonly TrainOptions _run = options.Fit;

    /// <summary>Runs the job.</summary>
    public RetrainResult Run(IProgress<FitProgress> progress, CancellationToken cancellation)
    {
        var current = OnnxFile.ReadBytes(options.Model);
        using var old = OnnxImporter.Import(current, options.Model).Network;
        var start = clock.GetTimestamp();
        var fit = new ModelFit(_run, (member, _) => Start(old, member));
        using var fitted = fit.Run(data, _run.Fit, options.Checkpoint, progress, cancellation);
        var time = clock.GetElapsedTime(start);
        var card = Card(fitted, data);
        var exported = OnnxExporter.Export(fitted.Network, card, Export());
        var comparison = new ModelComparison(Score(current, card, cancellation), Score(exported.File.ToArray(), card, cancellation));
        card = exported.Card with { Scores = new SortedDictionary<string, double>(comparison.New.Metrics.ToDictionary(), StringComparer.Ordinal) };
        string? kept = null;
        if (comparison.IsPromoted)
        {
            start = clock.GetTimestamp();
            exported = Final(fit, fitted, card, progress, cancellation);
            time += clock.GetElapsedTime(start);
            card = exported.Card;
            var history = new ModelHistory(options.Model);
            kept = history.File(history.Replace(current, exported.File.ToArray()));
        }

        var (seen, heldOut) = Seen();
        return new RetrainResult { Card = card, Comparison = comparison, Kept = kept, Seen = seen, HeldOut = heldOut, Frame = data.Frame, Time = time };
    }

    // The network that a fit begins with: a member of the old model. Its quantiles are calibrated anew after the fit.
    private static RecurrentNetwork Start(RecurrentNetwork old, int member)
    {
        var members = NetworkEnsemble.Split(old);
        foreach (var other in members.Where((_, index) => index != member - 1))
            other.Dispose();
        var network = members[member - 1];
        if (network.Quantiles is { } quantiles)
            quantiles.Shift = new float[quantiles.Shift.Length];
        return network;
    }

    // The file to put in place: with its scores in its card, and fitted on the rows held out too where that is asked for.
    private ExportedModel Final(ModelFit fit, FittedModel fitted, ModelCard card, IProgress<FitProgress> progress, CancellationToken cancellation)
    {
        if (!_run.Refit)
            return OnnxExporter.Export(fitted.Network, card, Export());
        var everything = data.Whole();
        using var refitted = fit.Run(everything, _run.Fit with { Epochs = fitted.Fit.BestEpoch ?? fitted.Fit.Epochs, Patience = null, SufficientLoss = null }, null, progress, cancellation);
        refitted.CalibrateAs(fitted);
        return OnnxExporter.Export(refitted.Network, card with { Data = Card(refitted, everything).Data }, Export());
    }

    // Both with one set of naive forecasts and scales: those of the rows that the new model was fitted on.
    private EvaluationReport Score(byte[] file, ModelCard card, CancellationToken cancellation)
    {
        using var model = new FileScorer(file, card, options.Model);
        return Evaluator.Run(data.Frame, data.Test(), model, cancellation);
    }

    private ModelCard Card(FittedModel fitted, TrainingData rows) => options.Card with
    {
        Network = fitted.Network.Description,
        Window = _run.Window,
        FeatureNames = rows.Frame.FeatureNames,
        TargetNames = rows.Frame.Columns.Targets,
        Labels = rows.Frame.Labels,
        Columns = options.Card.Columns ?? rows.Frame.Columns,
        Data = FittedRows.Join(options.Card.Data, rows.Frame, rows.Summary(_run.Source.Name, fitted.Sequences)),
        Fit = fitted.Fit,
        Precision = WeightPrecision.Float32,
        PrecisionCost = null,
    };

    private ExportOptions Export() => new() { OptionalInputs = !_run.Minimal, Float16Weights = options.Card.Precision == WeightPrecision.Float16 };

    private (int Seen, int HeldOut) Seen()
    {
        // Of sequences that are not cut, one row each is counted.
        var rows = (_run.Window is null ? data.Frame.Segments.Select(segment => segment.Start) : Enumerable.Range(0, data.Frame.Rows)).Where(row => data.Frame.Parts[row] == DataPart.Test).ToList();
        if (options.Card.Data is not { } earlier)
            return (0, rows.Count);
        var marked = data.Frame with { Parts = new DataPart[data.Frame.Rows] };
        FittedRows.Mark(marked, earlier);
        return (rows.Count(row => marked.Parts[row] == DataPart.Train), rows.Count);
    }
}
