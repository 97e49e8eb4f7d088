using Google.Protobuf;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>
/// The network that was read from the file of another program, as a file of this library. A saved pipeline contains it instead of the original, whose
/// inputs and outputs have any names and shapes.
/// </summary>
internal static class ConvertedFile
{
    private const long IrVersion = 8;
    private const long Opset = 17;

    /// <summary>Whether a file has no model card.</summary>
    public static bool IsNeeded(byte[] file, RecurrentScoringOptions options) =>
        OnnxFile.TryReadCard(OnnxFile.Parse(file, options.ModelFile), options.ModelFile) is null;

    /// <summary>Converts a file that the managed engine runs.</summary>
    /// <returns>The converted file, and the options without those that apply only to files of other programs.</returns>
    public static (byte[] File, RecurrentScoringOptions Options) Create(byte[] file, ModelCard card, RecurrentScoringOptions options)
    {
        var original = OnnxFile.Parse(file, options.ModelFile);
        var output = GraphRolesReader.ReadOutputs(original, options.ModelFile, options.ModelOptions)[0];
        var read = RecurrentGraphReader.Read(original, options.ModelFile, output: output);
        var model = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "MlNetRecurrent",
            Graph = RecurrentGraphWriter.Write(read.Network, read.Weights, optionalInputs: true),
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset });
        model.MetadataProps.Add(new StringStringEntryProto { Key = OnnxNames.Card, Value = card.ToJson() });
        return (model.ToByteArray(), options with { InputName = null, OutputNames = [] });
    }
}
