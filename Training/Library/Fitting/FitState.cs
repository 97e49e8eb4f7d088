namespace MlNetRecurrent.Training;

/// <summary>Where a fit stands after an epoch, beside its weights.</summary>
internal sealed class FitState : IDisposable
{
    /// <summary>The epochs that are done.</summary>
    public int Epoch { get; set; }

    /// <summary>Passes over the data: less than the epochs where one was ended by a limit of time.</summary>
    public double CompletedEpochs { get; set; }

    /// <summary>How long the fit has taken.</summary>
    public TimeSpan Time { get; set; }

    /// <summary>The loss of the last epoch.</summary>
    public double Loss { get; set; }

    /// <summary>The smallest validation loss so far.</summary>
    public double BestLoss { get; private set; } = double.PositiveInfinity;

    /// <summary>The epoch that gave it; 0 for none.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>The weights after that epoch.</summary>
    public WeightSnapshot? Best { get; private set; }

    /// <summary>Keeps the weights of an epoch that is better than those before it.</summary>
    public void UpdateBest(double loss, RecurrentNetwork network)
    {
        if (!(loss < BestLoss))
            return;
        (BestLoss, BestEpoch) = (loss, Epoch);
        Best?.Dispose();
        Best = WeightSnapshot.Capture(network);
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Epoch);
        writer.Write(CompletedEpochs);
        writer.Write(Time.Ticks);
        writer.Write(Loss);
        writer.Write(BestLoss);
        writer.Write(BestEpoch);
        Best?.Write(writer);
    }

    public static FitState Read(BinaryReader reader)
    {
        var standing = new FitState { Epoch = reader.ReadInt32(), CompletedEpochs = reader.ReadDouble(), Time = new TimeSpan(reader.ReadInt64()), Loss = reader.ReadDouble(), BestLoss = reader.ReadDouble(), BestEpoch = reader.ReadInt32() };
        if (standing.BestEpoch > 0)
            standing.Best = WeightSnapshot.Read(reader);
        return standing;
    }

    public void Dispose() => Best?.Dispose();
}
