using System.Runtime.InteropServices;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Streams of files of other programs carry their states as a loop around plain ONNX Runtime does.</summary>
public sealed class ForeignStreamTests
{
    [Theory]
    [InlineData("rl_policy_lstm_mlp", "obs", "actions", "h_in h_out c_in c_out", 4)]
    [InlineData("t_lstmcell_state", "input", "output", "h_in h_out c_in c_out", 3)]
    [InlineData("dtln1", "input_2", "activation_2", "input_3 tf_op_layer_stack_2", 257)]
    [InlineData("silero16k", "input", "output", "state stateN", 576)]
    public void Step_FileWithStates_EqualsLoopOfPlainOnnxRuntime(string name, string input, string output, string states, int size)
    {
        var file = ForeignFiles.Open(name);
        using var model = RecurrentModel.Load(file.Path, ForeignSetup.GetOptions(name));
        using var raw = new RawGraph(file.Bytes);
        Check(model, raw, input, output, states.Split(' '), size, name);
    }

    [Theory]
    [InlineData("cell", "x", "y", "h_in h_out", 3)]
    [InlineData("step", "frame", "y", "h0 hn c0 cn", 3)]
    public void Step_BuiltGraphWithStates_EqualsLoopOfPlainOnnxRuntime(string kind, string input, string output, string states, int size)
    {
        var file = ForeignKinds.Create(kind);
        using var model = RecurrentModel.Load(file, kind);
        using var raw = new RawGraph(file);
        Check(model, raw, input, output, states.Split(' '), size, kind);
    }

    [Fact]
    public void Step_FurtherInputs_EqualsLoopOfPlainOnnxRuntime()
    {
        var file = ForeignFiles.Open("unity_hallway");
        using var model = RecurrentModel.Load(file.Path, new RecurrentModelOptions { InputName = "obs_0" });
        Assert.Equal("obs_1 [batch, 3], action_masks [batch, 5]", string.Join(", ", model.Signature.OtherInputs));
        using var raw = new RawGraph(file.Bytes);
        var stream = model.OpenStream();
        var random = new Random(1);
        var state = new float[128];
        for (var step = 0; step < 4; step++)
        {
            var (main, other, mask) = (Random(random, 105), Random(random, 3), (float[])[1, 1, 1, 1, 1]);
            var action = new float[1];
            stream.Step(new SequenceBatch { Values = main, OtherInputs = [.. other, .. mask], Count = 1 }, action);
            var expected = raw.Run(
                [
                    Tensor("obs_0", main, 1, 105), Tensor("obs_1", other, 1, 3), Tensor("action_masks", mask, 1, 5),
                    Tensor("recurrent_in", state, 1, 1, 128),
                ],
                "recurrent_out");
            state = expected[0].Values;

            // The action is drawn at random; the state is not.
            ForeignAssert.SameValues("unity", [state], [ReadState(stream)]);
        }
    }

    [Fact]
    public void OpenStream_NoStates_IsRefusedWithWhatTheFileHas()
    {
        using var model = RecurrentModel.Load(ForeignKinds.Create("static"), "patients");
        var error = Assert.Throws<NotSupportedException>(() => model.OpenStream());
        Assert.Equal(
            "This model cannot be streamed: no state inputs and outputs were found in its graph, so that each output requires the whole sequence. "
            + "It has the inputs sequence [batch, time, 3], static [batch, 2] and the outputs y [batch, 2]. "
            + "If some of them are states, set StateNames.",
            error.Message);
    }

    [Fact]
    public void Step_WrongSizes_AreRefusedAndKeepTheState()
    {
        using var model = RecurrentModel.Load(ForeignKinds.Create("step"), "steps");
        var stream = model.OpenStream();
        stream.Step([1, 2, 3], new float[3]);
        var saved = stream.SaveState();
        Assert.Throws<ArgumentException>(() => stream.Step([1, 2], new float[3]));
        Assert.Throws<ArgumentException>(() => stream.Step([1, 2, 3, 4, 5, 6], new float[6]));
        Assert.Throws<ArgumentException>(() => stream.Step([1, 2, 3], new float[2]));
        Assert.Throws<ArgumentException>(() => stream.Step(new SequenceBatch { Values = new float[6], Count = 2 }, new float[6]));
        Assert.Throws<InvalidOperationException>(
            () => stream.Step(new SequenceBatch { Values = new float[3], OtherInputs = new float[1], Count = 1 }, new float[3]));
        Assert.Equal(saved, stream.SaveState());
    }

    private static void Check(RecurrentModel model, RawGraph raw, string input, string output, string[] states, int size, string name)
    {
        var stream = model.OpenStream();
        var random = new Random(1);
        var shape = raw.GetShape(input);
        var batch = shape[0] == 2 ? 2 : 1;
        var kept = states.Chunk(2).ToDictionary(pair => pair[0], pair =>
        {
            int[] axes = [.. raw.GetShape(pair[0]).Select(axis => axis < 0 ? 1 : axis)];
            return new ForeignTensor(pair[0], "", axes, new float[axes.Aggregate(1, (product, axis) => product * axis)]);
        });
        byte[] saved = [];
        var outputs = new List<float[]>();
        var inputs = new List<float[]>();
        for (var step = 0; step < 6; step++)
        {
            if (step == 3)
                saved = stream.SaveState();
            inputs.Add(Random(random, size));
            outputs.Add(new float[model.GetOutputSize(size / model.Network.Features)]);
            stream.Step(inputs[^1], outputs[^1]);
            var tensor = Tensor(
                input, [.. Enumerable.Repeat(inputs[^1], batch).SelectMany(values => values)], [.. shape.Select(axis => axis < 0 ? size : axis)]);
            if (shape[0] < 0)
                tensor.Shape[0] = 1;
            ForeignTensor[] rate = name == "silero16k" ? [Tensor("sr", [16_000])] : [];
            var results = raw.Run([tensor, .. kept.Values, .. rate], [output, .. states.Chunk(2).Select(pair => pair[1])]);
            ForeignAssert.SameValues(name, [results[0].Values[..(results[0].Values.Length / batch)]], [outputs[^1]]);
            foreach (var (pair, index) in states.Chunk(2).Select((pair, index) => (pair, index)))
                kept[pair[0]] = kept[pair[0]] with { Values = results[index + 1].Values };
        }

        Assert.NotEqual(outputs[0], outputs[1]);
        var restored = model.OpenStream();
        restored.RestoreState(saved);
        var again = new float[outputs[3].Length];
        restored.Step(inputs[3], again);
        Assert.Equal(outputs[3], again);
        restored.Reset();
        restored.Step(inputs[0], again);
        Assert.Equal(outputs[0], again);
        inputs[1][0] = float.NaN;
        restored.Step(inputs[1], again);
        restored.Step(inputs[2], again);
        Assert.All(again, value => Assert.True(float.IsNaN(value)));
    }

    // After the magic number, the fingerprint and the number of floats; before the checksum.
    private static float[] ReadState(RecurrentStream stream) => MemoryMarshal.Cast<byte, float>(stream.SaveState().AsSpan(24..^16)).ToArray();

    private static float[] Random(Random random, int size) => [.. Enumerable.Range(0, size).Select(_ => (float)((2 * random.NextDouble()) - 1))];

    private static ForeignTensor Tensor(string name, float[] values, params int[] shape) => new(name, "", shape, values);
}
