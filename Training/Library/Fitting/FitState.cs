namespace MlNetRecurrent.Training;

/// <summary>The state of a fit after an epoch, apart from its weights.</summary>
internal sealed class FitState : IDisposable
{
    /// <summary>The number of completed epochs.</summary>
    public int Epoch { get; set; }

    /// <summary>The number of passes over the data: less than the epochs if the time limit ended one of them.</summary>
    public double CompletedEpochs { get; set; }

    /// <summary>The duration of the fit so far.</summary>
    public TimeSpan Time { get; set; }

    /// <summary>The loss of the last epoch.</summary>
    public double Loss { get; set; }

    /// <summary>The lowest validation loss so far.</summary>
    public double BestLoss { get; private set; } = double.PositiveInfinity;

    /// <summary>The epoch of <see cref="BestLoss"/>; 0 for none.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>The weights after <see cref="BestEpoch"/>.</summary>
    public WeightSnapshot? Best { get; private set; }

    /// <summary>Keeps the weights of an epoch with a lower validation loss than all before it.</summary>
    public void UpdateBest(double loss, RecurrentNetwork network)
    {
        if (!(loss < BestLoss))
            return;
        (BestLoss, BestEpoch) = (loss, Epoch);
        Best?.Dispose();
        Best = WeightSnapshot.Capture(network);
    }

    /// <summary>Writes the state.</summary>
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

    /// <summary>Reads the state that <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">It is not the state of a fit of the network; the message is a clause without a period.</exception>
    public static FitState Read(BinaryReader reader, RecurrentNetwork network)
    {
        var state = new FitState
        {
            Epoch = reader.ReadInt32(),
            CompletedEpochs = reader.ReadDouble(),
            Time = new TimeSpan(reader.ReadInt64()),
            Loss = reader.ReadDouble(),
            BestLoss = reader.ReadDouble(),
            BestEpoch = reader.ReadInt32(),
        };
        if (state.Epoch < 1 || state.BestEpoch < 0 || state.BestEpoch > state.Epoch || state.Time < TimeSpan.Zero
            || !(state.CompletedEpochs > 0 && state.CompletedEpochs <= state.Epoch) || !double.IsFinite(state.Loss))
            throw new FormatException("its epoch, time or loss is out of range");
        if (state.BestEpoch > 0)
            state.Best = WeightSnapshot.Read(reader, network);
        return state;
    }

    public void Dispose() => Best?.Dispose();
}
