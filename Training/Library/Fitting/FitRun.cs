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
    private readonly SequencePerturbation _perturbation;
    private readonly CancellationToken _cancellation;
    private double _rate;

    public FitRun(RecurrentNetwork network, SequenceData data, SequenceData? validation, FitOptions options, CancellationToken cancellation)
    {
        (_network, _data, _validation, _options, _cancellation) = (network, data, validation, options, cancellation);
        _optimizer = Optimizers.Create(options, network.parameters());
        _loss = new FitLoss(options);
        _perturbation = new SequencePerturbation(options);
    }

    /// <summary>Fits, and leaves the network with the weights of the best epoch where there is validation data.</summary>
    public FitStanding Run(IProgress<FitProgress>? progress)
    {
        var checkpoint = _options.CheckpointFile is { } path ? new Checkpoint(path, Identity()) : null;
        var standing = _options.Resume ? checkpoint!.Read(_network, _optimizer) : null;
        if (standing is null)
        {
            if (_options.KeepScales)
                HistoryChecks.Check(_network.Description, _data);
            else
                _network.FitScales(_data);
            manual_seed(_options.Seed);
            standing = new FitStanding();
        }

        var log = new FitLog(_options.LogFolder);
        while (standing.Epoch < _options.Epochs && !(standing.BestEpoch > 0 && standing.Epoch - standing.BestEpoch >= _options.Patience))
        {
            standing.Loss = Epoch(standing.Epoch);
            standing.Epoch++;
            if (!double.IsFinite(standing.Loss))
            {
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"The loss became {standing.Loss} in epoch {standing.Epoch}: use a lower learning rate, or limit the norm of the gradients."));
            }

            double? validationLoss = _validation is null ? null : Validate(_validation);
            if (validationLoss is { } loss)
                standing.Keep(loss, _network);
            checkpoint?.Write(_network, _optimizer, standing);
            var report = new FitProgress(standing.Epoch, _options.Epochs, standing.Loss, validationLoss);
            log.Add(report, _rate);
            progress?.Report(report);
        }

        standing.Best?.Restore(_network);
        return standing;
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _loss.Dispose();
    }

    private double Epoch(int done)
    {
        _network.train();
        var (sum, batch, batches) = (0.0, 0, BatchOrder.Count(_data, _options.BatchSize));
        foreach (var rows in BatchOrder.Shuffled(_data, _options.BatchSize))
        {
            using var scope = NewDisposeScope();
            using var owned = rows;
            _rate = Optimizers.SetRate(_optimizer, _options, done + ((double)batch++ / batches), 1.0 / batches);
            sum += (rows?.shape[0] ?? _data.Count) * Batch(_perturbation.Move(_perturbation.Stretch(rows is null ? _data.Whole() : _data.Batch(rows))));
        }

        return sum / _data.Count;
    }

    private double Batch(FitBatch batch)
    {
        if (_options.TruncatedSteps is not { } steps)
            return Step(batch, null).Loss;
        var (sum, time) = (0.0, batch.Inputs.shape[1]);
        IReadOnlyList<RecurrentState>? states = null;
        for (long start = 0; start < time; start += steps)
        {
            var count = Math.Min(steps, time - start);
            var (loss, final) = Step(new FitBatch(batch.Inputs.narrow(1, start, count), batch.Targets.narrow(1, start, count)), states);
            sum += count * loss;
            states = [.. final.Select(state => new RecurrentState(state.Hidden.detach(), state.Cell?.detach()))];
        }

        return sum / time;
    }

    private (double Loss, IReadOnlyList<RecurrentState> States) Step(FitBatch batch, IReadOnlyList<RecurrentState>? initial)
    {
        _cancellation.ThrowIfCancellationRequested();
        _optimizer.zero_grad();
        _network.Perturbation = _perturbation.ChangesValues ? _perturbation.Values : null;
        Tensor loss;
        IReadOnlyList<RecurrentState> states;
        using (_network.DropWeights())
        {
            (loss, states) = _loss.Of(_network, batch, initial);
            _network.Perturbation = null;
            loss.backward();
        }

        if (_options.GradientNorm is { } norm)
            nn.utils.clip_grad_norm_(_network.parameters(), norm);
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
            // Without a scope each batch leaves its native intermediates to the garbage collector, which does not see their size.
            using var scope = NewDisposeScope();
            using var owned = rows;
            sum += rows.shape[0] * _loss.Of(_network, data.Batch(rows)).Loss.item<float>();
        }

        return sum / data.Count;
    }

    // Two fits with the same text end in the same weights.
    private string Identity()
    {
        using var scope = NewDisposeScope();
        return JsonSerializer.Serialize(new
        {
            Network = new ModelCard { Network = _network.Description }.ToJson(),
            Options = _options with { LogFolder = null, CheckpointFile = null, Resume = false },
            Data = Sample(_data),
            Validation = _validation is null ? null : Sample(_validation),
            // A network that is fitted further begins with weights that no seed tells.
            Start = _options.KeepScales ? Start() : null,
        });
    }

    private string Start()
    {
        using var weights = WeightCopy.Of(_network);
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes))
            weights.Write(writer);
        return Convert.ToHexString(SHA256.HashData(bytes.ToArray()));
    }

    private static double[] Sample(SequenceData data)
    {
        using var ends = tensor(new[] { 0, data.Count / 2, data.Count - 1 });
        var batch = data.Batch(ends);
        return [data.Count, data.Time, .. batch.Inputs.flatten().to(ScalarType.Float64).data<double>(), .. batch.Targets.flatten().to(ScalarType.Float64).data<double>()];
    }
}
