using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>One fit: epochs of batches, validation, checkpoints.</summary>
internal sealed class FitRun : IDisposable
{
    // Enough to keep both cores busy, and small enough that a batch of long windows does not fill the memory.
    private const int ValidationBatch = 256;

    private readonly RecurrentNetwork _network;
    private readonly SequenceData _data;
    private readonly SequenceData? _validation;
    private readonly FitOptions _options;
    private readonly OptimizerHelper _optimizer;
    private readonly FitLoss _loss;
    private readonly SequenceAugmentation _perturbation;
    private readonly CancellationToken _cancellation;
    private readonly WeightAverage? _average;
    private double _rate;

    // How long the fit took before it was resumed, and since when it goes on.
    private TimeSpan _before;
    private long _begin;

    public FitRun(RecurrentNetwork network, SequenceData data, SequenceData? validation, FitOptions options, CancellationToken cancellation)
    {
        (_network, _data, _validation, _options, _cancellation) = (network, data, validation, options, cancellation);
        _optimizer = OptimizerFactory.Create(options, network.parameters());
        _loss = new FitLoss(options);
        _perturbation = new SequenceAugmentation(options);
        if (options.WeightAverageDecay is { } decay)
            _average = new WeightAverage(network, decay);
    }

    /// <summary>Fits, and leaves the network with the weights of the best epoch where there is validation data.</summary>
    public FitState Run(IProgress<FitProgress>? progress)
    {
        var checkpoint = _options.CheckpointFile is { } path ? new Checkpoint(path, Identity()) : null;
        var standing = _options.Resume ? checkpoint!.Read(_network, _optimizer, _average) : null;
        if (standing is null)
        {
            if (_options.KeepNormalization)
                HistoryChecks.Check(_network.Description, _data);
            else
                _network.FitScales(_data);
            manual_seed(_options.Seed);
            standing = new FitState();
        }

        (_before, _begin) = (standing.Time, Stopwatch.GetTimestamp());
        var log = new FitLog(_options.TensorBoardFolder);
        while (standing.Epoch < _options.Epochs && !(standing.Epoch > 0 && TimeIsUp) && !IsEnough(standing))
        {
            (standing.Loss, var pass) = Epoch(standing.Epoch);
            standing.CompletedEpochs += pass;
            standing.Epoch++;
            standing.Time = Time;
            if (!double.IsFinite(standing.Loss))
            {
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"The loss became {standing.Loss} in epoch {standing.Epoch}: use a lower learning rate, or limit the norm of the gradients."));
            }

            double? validationLoss = null;
            if (_validation is not null)
            {
                using var averages = _average?.Use();
                validationLoss = Validate(_validation);
                standing.UpdateBest(validationLoss.Value, _network);
            }

            checkpoint?.Write(_network, _optimizer, standing, _average);
            var report = new FitProgress(standing.Epoch, _options.Epochs, standing.Loss, validationLoss)
            {
                CompletedFraction = Math.Min(1, Math.Max((double)standing.Epoch / _options.Epochs, TimeShare)),
            };
            log.Add(report, _rate);
            progress?.Report(report);
        }

        if (standing.Best is { } best)
            best.Restore(_network);
        else
            _average?.ApplyPermanently();
        return standing;
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _loss.Dispose();
        _average?.Dispose();
    }

    private TimeSpan Time => _before + Stopwatch.GetElapsedTime(_begin);

    private double TimeShare => _options.TimeLimit is { } limit ? Time / limit : 0;

    private bool TimeIsUp => Time >= _options.TimeLimit;

    private bool IsEnough(FitState standing) =>
        standing.BestEpoch > 0 && (standing.Epoch - standing.BestEpoch >= _options.Patience || standing.BestLoss <= _options.StoppingThreshold);

    // The mean loss, and the share of the data that it is the loss of: less than 1 where the time was up.
    private (double Loss, double Share) Epoch(int done)
    {
        _network.train();
        var (sum, seen) = (0.0, 0.0);
        var part = 1.0 / BatchOrder.CountBatches(_data, _options.BatchSize);
        var passed = (double)done;
        foreach (var rows in BatchOrder.Shuffle(_data, _options.BatchSize))
        {
            using var scope = NewDisposeScope();
            using var owned = rows;
            var count = rows?.shape[0] ?? _data.Count;
            var (loss, share) = Batch(_perturbation.Shift(_perturbation.Stretch(rows is null ? _data.GatherAll() : _data.Gather(rows))), passed, part);
            sum += count * share * loss;
            seen += count * share;
            passed += part;
            if (TimeIsUp)
                break;
        }

        return (sum / seen, seen / _data.Count);
    }

    // The mean loss, and the share of the batch that it is the loss of: less than 1 where the time was up.
    private (double Loss, double Share) Batch(TrainingBatch batch, double done, double part)
    {
        if (_options.TruncatedBpttSteps is not { } steps)
            return (Step(batch, null, done, part).Loss, 1);
        var (sum, seen, time) = (0.0, 0L, batch.Inputs.shape[1]);
        IReadOnlyList<RecurrentState>? states = null;
        foreach (var piece in Pieces(batch, steps))
        {
            // What a piece leaves behind, before the next one: a long text has thousands.
            using var scope = NewDisposeScope();
            var count = piece.Inputs.shape[1];
            var (loss, final) = Step(piece, states, done + (part * seen / time), part * count / time);
            states = Carried(states, final);
            sum += count * loss;
            seen += count;
            if (TimeIsUp)
                break;
        }

        return (sum / seen, (double)seen / time);
    }

    private static IEnumerable<TrainingBatch> Pieces(TrainingBatch batch, int steps)
    {
        var time = batch.Inputs.shape[1];
        for (long start = 0; start < time; start += steps)
        {
            var count = Math.Min(steps, time - start);
            yield return new TrainingBatch(batch.Inputs.narrow(1, start, count), batch.Targets.narrow(1, start, count));
        }
    }

    // States for the next piece: without what they were computed from, and beyond the scope of this one.
    private static RecurrentState[] Carried(IReadOnlyList<RecurrentState>? old, IReadOnlyList<RecurrentState> states)
    {
        foreach (var state in old ?? [])
        {
            state.HiddenState.Dispose();
            state.CellState?.Dispose();
        }

        return [.. states.Select(state => new RecurrentState(state.HiddenState.detach().MoveToOuterDisposeScope(), state.CellState?.detach().MoveToOuterDisposeScope()))];
    }

    private (double Loss, IReadOnlyList<RecurrentState> States) Step(TrainingBatch batch, IReadOnlyList<RecurrentState>? initial, double done, double part)
    {
        _cancellation.ThrowIfCancellationRequested();
        _rate = OptimizerFactory.SetLearningRate(_optimizer, _options, done, part, TimeShare);
        _optimizer.zero_grad();
        _network.Augmentation = _perturbation.ChangesValues ? _perturbation.AugmentValues : null;
        Tensor loss;
        IReadOnlyList<RecurrentState> states;
        using (_network.BeginWeightDropout())
        {
            (loss, states) = _loss.Compute(_network, batch, initial);
            _network.Augmentation = null;
            loss.backward();
        }

        if (_options.MaxGradientNorm is { } norm)
            nn.utils.clip_grad_norm_(_network.parameters(), norm);
        _optimizer.step();
        _average?.Add();
        return (loss.item<float>(), states);
    }

    private double Validate(SequenceData data)
    {
        using var none = no_grad();
        _network.eval();
        var sum = 0.0;
        foreach (var rows in BatchOrder.InOrder(data, ValidationBatch))
        {
            _cancellation.ThrowIfCancellationRequested();
            // Without a scope each batch leaves its native intermediates to the garbage collector, which does not see their size.
            using var scope = NewDisposeScope();
            using var owned = rows;
            sum += rows.shape[0] * Loss(data.Gather(rows));
        }

        return sum / data.Count;
    }

    private double Loss(TrainingBatch batch)
    {
        if (_options.TruncatedBpttSteps is not { } steps)
            return _loss.Compute(_network, batch).Loss.item<float>();
        var sum = 0.0;
        IReadOnlyList<RecurrentState>? states = null;
        foreach (var piece in Pieces(batch, steps))
        {
            using var scope = NewDisposeScope();
            var (loss, final) = _loss.Compute(_network, piece, states);
            states = Carried(states, final);
            sum += piece.Inputs.shape[1] * loss.item<float>();
        }

        return sum / batch.Inputs.shape[1];
    }

    // Two fits with the same text end in the same weights.
    private string Identity()
    {
        using var scope = NewDisposeScope();
        return JsonSerializer.Serialize(new
        {
            Network = new ModelCard { Network = _network.Description }.ToJson(),
            Options = _options with { TensorBoardFolder = null, CheckpointFile = null, Resume = false },
            Data = GetSample(_data),
            Validation = _validation is null ? null : GetSample(_validation),
            // A network that is fitted further begins with weights that no seed tells.
            Start = _options.KeepNormalization ? Start() : null,
        });
    }

    private string Start()
    {
        using var weights = WeightSnapshot.Capture(_network);
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes))
            weights.Write(writer);
        return Convert.ToHexString(SHA256.HashData(bytes.ToArray()));
    }

    private static double[] GetSample(SequenceData data)
    {
        using var ends = tensor(new[] { 0, data.Count / 2, data.Count - 1 });
        var batch = data.Gather(ends);
        return [data.Count, data.Time, .. batch.Inputs.flatten().to(ScalarType.Float64).data<double>(), .. batch.Targets.flatten().to(ScalarType.Float64).data<double>()];
    }
}
