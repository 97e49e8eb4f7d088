using Google.Protobuf;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Hosts;

/// <summary>Makes optional inputs of a file required by removing their defaults.</summary>
internal static class RequiredInputs
{
    /// <summary>Writes a copy of a file in which the named inputs are required.</summary>
    public static void Write(string file, IEnumerable<string> inputs, string copy)
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(file));
        foreach (var name in inputs)
        {
            if (model.Graph.Initializer.SingleOrDefault(initializer => initializer.Name == name) is { } value)
                model.Graph.Initializer.Remove(value);
        }

        File.WriteAllBytes(copy, model.ToByteArray());
    }
}
