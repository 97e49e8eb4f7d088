using Google.Protobuf;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training.Tests;

/// <summary>A file that was changed; the seed alone says how.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Origin">The honest file that it was made of.</param>
/// <param name="Bytes">The file.</param>
internal sealed record MutatedFile(int Seed, string Origin, byte[] Bytes)
{
    /// <summary>The file of a seed: changed in its bytes, in its structure, or in both.</summary>
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
