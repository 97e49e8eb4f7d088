using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// The exponential moving average of a module's weights over the steps of a fit (Polyak and Juditsky 1992; Tarvainen and Valpola 2017): what is
/// validated and exported in their place.
/// </summary>
internal sealed class WeightAverage : IDisposable
{
    private readonly nn.Module _module;
    private readonly double _decay;
    private readonly List<(Parameter Weight, Tensor Mean)> _weights;

    public WeightAverage(nn.Module module, double decay)
    {
        (_module, _decay) = (module, decay);
        _weights = [.. module.parameters().Select(weight => (weight, weight.detach().clone().DetachFromDisposeScope()))];
    }

    /// <summary>The steps that it is the average of.</summary>
    public long Steps { get; private set; }

    /// <summary>Takes in the weights after a step.</summary>
    public void Add()
    {
        using var none = no_grad();
        Steps++;
        // The first weights, which are random, must not count for as long as the decay says.
        var decay = Math.Min(_decay, Steps / (Steps + 10.0));
        foreach (var (weight, mean) in _weights)
            mean.lerp_(weight, 1 - decay);
    }

    /// <summary>Puts the averages in the place of the weights until disposed.</summary>
    public IDisposable Use()
    {
        Swap();
        return new Return(Swap);
    }

    /// <summary>Leaves the averages in the place of the weights.</summary>
    public void ApplyPermanently() => Swap();

    /// <summary>Writes the averages.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Steps);
        using (Use())
        using (var copy = WeightSnapshot.Capture(_module))
            copy.Write(writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public void Read(BinaryReader reader)
    {
        Steps = reader.ReadInt64();
        using (Use())
        using (var copy = WeightSnapshot.Read(reader))
            copy.Restore(_module);
    }

    public void Dispose() => _weights.ForEach(entry => entry.Mean.Dispose());

    private void Swap()
    {
        using var none = no_grad();
        foreach (var (weight, mean) in _weights)
        {
            using var kept = weight.detach().clone();
            weight.copy_(mean);
            mean.copy_(kept);
        }
    }

    private sealed class Return(Action swap) : IDisposable
    {
        public void Dispose() => swap();
    }
}
