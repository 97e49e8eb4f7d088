using Google.Protobuf;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Hosts;

/// <summary>Takes the defaults from a file's optional inputs.</summary>
internal static class RequiredInputs
{
    /// <summary>Writes a copy of a file in which the named inputs have to be fed.</summary>
    public static void Write(string file, IEnumerable<string> inputs, string copy)
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(file));
        foreach (var name in inputs)
        {
            if (model.Graph.Initializer.SingleOrDefault(initializer => initializer.Name == name) is { } given)
                model.Graph.Initializer.Remove(given);
        }

        File.WriteAllBytes(copy, model.ToByteArray());
    }
}
