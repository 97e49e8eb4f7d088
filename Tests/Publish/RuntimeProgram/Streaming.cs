namespace MlNetRecurrent.RuntimeProgram;

/// <summary>Runs a series step by step.</summary>
internal static class Streaming
{
    /// <summary>Returns the outputs of every step. Halfway, the saved state is restored into another stream.</summary>
    public static float[] WithRestore(RecurrentModel model, int steps)
    {
        var features = model.Network.Features;
        var values = Scoring.Values(steps * features);
        var outputs = new float[steps * model.GetOutputSize(1)];
        var stream = model.OpenStream();
        for (var step = 0; step < steps; step++)
        {
            if (step == steps / 2)
            {
                var state = stream.SaveState();
                stream = model.OpenStream();
                stream.RestoreState(state);
            }

            stream.Step(values.AsSpan(step * features, features), outputs.AsSpan(step * model.GetOutputSize(1), model.GetOutputSize(1)));
        }

        return outputs;
    }
}
