using System.Diagnostics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>A running fit: epochs of batches, validation and checkpoints.</summary>
internal sealed class FitRun : IDisposable
{
    // Large enough to use all cores, small enough that a batch of long windows fits in memory.
    private const int ValidationBatch = 256;

    private readonly RecurrentNetwork _network;
    private readonly SequenceData _data;
    private readonly SequenceData? _validation;
    private readonly FitOptions _options;
    private readonly OptimizerHelper _optimizer;
    private readonly FitLoss _loss;
    private readonly SequenceAugmentation _augmentation;
    private readonly CancellationToken _cancellation;
    private readonly WeightAverage? _average;
    private double _rate;

    // The duration of the fit before it was resumed, and the timestamp of its start or resumption.
    private TimeSpan _earlierTime;
    private long _start;

    public FitRun(
        RecurrentNetwork network, SequenceData data, SequenceData? validation, FitOptions options, CancellationToken cancellation)
    {
        (_network, _data, _validation, _options, _cancellation) = (network, data, validation, options, cancellation);
        if (options.WeightAverageDecay is { } decay)
            _average = new WeightAverage(network.parameters(), decay);
        _optimizer = OptimizerFactory.Create(options, network.parameters(), _average);
        _loss = new FitLoss(options);
        _augmentation = new SequenceAugmentation(options);
    }

    /// <summary>Fits the network. With validation data, the network keeps the weights of the best epoch.</summary>
    public FitState Run(IProgress<FitProgress>? progress)
    {
        using var team = FitTeam.Begin(_network.Description);
        var checkpoint = _options.CheckpointFile is { } path
            ? new Checkpoint(path, FitIdentity.Create(_network, _options, _data, _validation))
            : null;
        var state = _options.Resume ? checkpoint!.Read(_network, _optimizer, _average) : null;
        if (state is null)
        {
            if (_options.KeepNormalization)
                HistoryChecks.Check(_network.Description, _data);
            else
                _network.FitScales(_data);
            manual_seed(_options.Seed);
            state = new FitState();
        }

        (_earlierTime, _start) = (state.Time, Stopwatch.GetTimestamp());
        var log = new FitLog(_options.TensorBoardFolder);
        while (state.Epoch < _options.Epochs && !(state.Epoch > 0 && TimeIsUp) && !ShouldStopEarly(state))
        {
            (state.Loss, var pass) = RunEpoch(state.Epoch);
            state.CompletedEpochs += pass;
            state.Epoch++;
            state.Time = Time;
            if (!double.IsFinite(state.Loss))
            {
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"The loss became {state.Loss} in epoch {state.Epoch}: lower the learning rate, or clip the gradients."));
            }

            double? validationLoss = null;
            if (_validation is not null)
            {
                using var averages = _average?.Use();
                validationLoss = Validate(_validation);
                state.UpdateBest(validationLoss.Value, _network);
            }

            checkpoint?.Write(_network, _optimizer, state, _average);
            var report = new FitProgress(state.Epoch, _options.Epochs, state.Loss, validationLoss)
            {
                CompletedFraction = Math.Min(1, Math.Max((double)state.Epoch / _options.Epochs, TimeFraction)),
            };
            log.Add(report, _rate);
            progress?.Report(report);
        }

        if (state.Best is { } best)
            best.Restore(_network);
        else
            _average?.ApplyPermanently();
        return state;
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _loss.Dispose();
        _average?.Dispose();
    }

    private TimeSpan Time => _earlierTime + Stopwatch.GetElapsedTime(_start);

    private double TimeFraction => _options.TimeLimit is { } limit ? Time / limit : 0;

    private bool TimeIsUp => Time >= _options.TimeLimit;

    private bool ShouldStopEarly(FitState state) =>
        state.BestEpoch > 0 && (state.Epoch - state.BestEpoch >= _options.Patience || state.BestLoss <= _options.StoppingThreshold);

    // The mean loss, and the fraction of the data that it covers: less than 1 if the time was up.
    private (double Loss, double Share) RunEpoch(int done)
    {
        // Both pass through all modules, which takes longer than a step of a small network.
        if (!_network.training)
            _network.train();
        var (sum, processed) = (0.0, 0.0);
        var part = 1.0 / BatchOrder.CountBatches(_data, _options.BatchSize);
        var passed = (double)done;
        foreach (var rows in BatchOrder.Shuffle(_data, _options.BatchSize))
        {
            using var scope = NewDisposeScope();
            using var owned = rows;
            var count = rows?.shape[0] ?? _data.Count;
            var batch = _augmentation.Stretch(rows is null ? _data.GatherAll() : _data.Gather(rows));
            var (loss, share) = FitBatch(_augmentation.Shift(batch), passed, part);
            sum += count * share * loss;
            processed += count * share;
            passed += part;
            if (TimeIsUp)
                break;
        }

        return (sum / processed, processed / _data.Count);
    }

    // The mean loss, and the fraction of the batch that it covers: less than 1 if the time was up.
    private (double Loss, double Share) FitBatch(TrainingBatch batch, double done, double part)
    {
        if (_options.TruncatedBpttSteps is not { } steps)
            return (Step(batch, null, done, part).Loss, 1);
        var (sum, processed, time) = (0.0, 0L, batch.Inputs.shape[1]);
        IReadOnlyList<RecurrentState>? states = null;
        foreach (var segment in Segments(batch, steps))
        {
            // Releases the intermediate tensors of a segment before the next one: a long text has thousands of segments.
            using var scope = NewDisposeScope();
            var count = segment.Inputs.shape[1];
            var (loss, final) = Step(segment, states, done + (part * processed / time), part * count / time);
            states = CarryOver(states, final);
            sum += count * loss;
            processed += count;
            if (TimeIsUp)
                break;
        }

        return (sum / processed, (double)processed / time);
    }

    private static IEnumerable<TrainingBatch> Segments(TrainingBatch batch, int steps)
    {
        var time = batch.Inputs.shape[1];
        for (long start = 0; start < time; start += steps)
        {
            var count = Math.Min(steps, time - start);
            yield return new TrainingBatch(batch.Inputs.narrow(1, start, count), batch.Targets.narrow(1, start, count));
        }
    }

    // The states for the next segment, detached from the graph and moved out of the scope of this segment.
    private static RecurrentState[] CarryOver(IReadOnlyList<RecurrentState>? previous, IReadOnlyList<RecurrentState> states)
    {
        foreach (var state in previous ?? [])
        {
            state.HiddenState.Dispose();
            state.CellState?.Dispose();
        }

        return
        [
            .. states.Select(state => new RecurrentState(
                state.HiddenState.detach().MoveToOuterDisposeScope(), state.CellState?.detach().MoveToOuterDisposeScope())),
        ];
    }

    private (double Loss, IReadOnlyList<RecurrentState> States) Step(
        TrainingBatch batch, IReadOnlyList<RecurrentState>? initial, double done, double part)
    {
        _cancellation.ThrowIfCancellationRequested();
        _rate = OptimizerFactory.SetLearningRate(_optimizer, _options, done, part, TimeFraction);
        _optimizer.zero_grad();
        _network.Augmentation = _augmentation.ChangesValues ? _augmentation.AugmentValues : null;
        Tensor loss;
        IReadOnlyList<RecurrentState> states;
        using (_network.BeginWeightDropout())
        {
            (loss, states) = _loss.Compute(_network, batch, initial);
            _network.Augmentation = null;
            loss.backward();
            FusedFailure.ThrowIfAny();
        }

        _optimizer.step();
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
            // Without a scope, the native intermediates of each batch would wait for the garbage collector, which does not know their size.
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
        foreach (var segment in Segments(batch, steps))
        {
            using var scope = NewDisposeScope();
            var (loss, final) = _loss.Compute(_network, segment, states);
            states = CarryOver(states, final);
            sum += segment.Inputs.shape[1] * loss.item<float>();
        }

        return sum / batch.Inputs.shape[1];
    }
}
