using Google.Protobuf;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training.Tests;

/// <summary>A mutated file; the seed determines the changes.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Origin">The name of the legitimate file that was changed.</param>
/// <param name="Bytes">The bytes of the file.</param>
internal sealed record MutatedFile(int Seed, string Origin, byte[] Bytes)
{
    /// <summary>Creates the file of a seed, with changed bytes, a changed structure, or both.</summary>
    public static MutatedFile Create(int seed)
    {
        var random = new Random(seed);
        var (name, file) = FuzzCorpus.Files[random.Next(FuzzCorpus.Files.Count)];
        var kind = random.Next(20);
        var bytes = file;
        if (kind >= 5)
        {
            var model = OnnxFile.Parse(file, name);
            for (var change = random.Next(1, 3); change > 0; change--)
                StructureMutation.Apply(model, random);
            bytes = model.ToByteArray();
        }

        if (kind is < 5 or > 18)
            bytes = ByteMutation.Apply(bytes, random);
        return new MutatedFile(seed, name, bytes);
    }
}
