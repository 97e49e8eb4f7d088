using System.Text;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>All that a fit needs to go on after an epoch as if it had never stopped.</summary>
internal sealed class Checkpoint
{
    // "MRC" and a version: another version is another file.
    private const int Mark = 0x4D524302;

    private readonly string _path;
    private readonly string _fit;
    private readonly Action<string, byte[]> _write;

    /// <param name="path">The file.</param>
    /// <param name="fit">What fit this is: network, options and data in one text.</param>
    /// <param name="write">Puts a file in place, whole or not at all.</param>
    public Checkpoint(string path, string fit, Action<string, byte[]>? write = null)
    {
        (_path, _fit) = (path, fit);
        _write = write ?? ((file, bytes) => AtomicFile.Write(file, bytes));
    }

    /// <summary>Writes where a fit stands.</summary>
    /// <exception cref="IOException">It cannot be written; what stood there stands there still.</exception>
    public void Write(nn.Module network, OptimizerHelper optimizer, FitState standing, WeightAverage? average = null)
    {
        using var scope = NewDisposeScope();
        using var buffer = new MemoryStream();
        using (var writer = new BinaryWriter(buffer, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Mark);
            writer.Write(_fit);
            standing.Write(writer);
            average?.Write(writer);
            using (var weights = WeightSnapshot.Capture(network))
                weights.Write(writer);
            var generator = Generator.Default.get_state().bytes;
            writer.Write(generator.Length);
            writer.Write(generator);
            optimizer.save_state_dict(writer);
        }

        try
        {
            _write(_path, buffer.ToArray());
        }
        catch (IOException exception)
        {
            throw new IOException($"The checkpoint of epoch {standing.Epoch} was not kept: {exception.Message} The one before it is whole; the fit can be resumed from there.", exception);
        }
    }

    /// <summary>Brings a fit to where it stood.</summary>
    /// <returns>Where it stood, or null where there is no checkpoint.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or belongs to another fit.</exception>
    public FitState? Read(nn.Module network, OptimizerHelper optimizer, WeightAverage? average = null)
    {
        if (!File.Exists(_path))
            return null;
        using var reader = new BinaryReader(new MemoryStream(File.ReadAllBytes(_path)), Encoding.UTF8);
        try
        {
            if (reader.ReadInt32() != Mark)
                throw new InvalidDataException($"File '{_path}' is no checkpoint of this version: delete it, or begin anew without resuming.");
            if (reader.ReadString() != _fit)
                throw new InvalidDataException($"Checkpoint '{_path}' belongs to a fit with another network, other options or other data: give the same ones, or begin anew without resuming.");
            var standing = FitState.Read(reader);
            average?.Read(reader);
            using (var weights = WeightSnapshot.Read(reader))
                weights.Restore(network);
            using (var generator = tensor(reader.ReadBytes(reader.ReadInt32())))
                Generator.Default.set_state(generator);
            optimizer.load_state_dict(reader);
            return standing;
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException($"Checkpoint '{_path}' is damaged: delete it, or begin anew without resuming.", exception);
        }
    }
}
