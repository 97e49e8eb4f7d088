using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>A recurrent network loaded from an exported <c>.onnx</c> file, ready to score sequences.</summary>
/// <remarks>
/// Scoring is thread-safe. Close the model by disposing it, at any time: scorings that are under way on other threads finish, later ones throw
/// <see cref="ObjectDisposedException"/>.
/// </remarks>
public sealed class RecurrentModel : IDisposable
{
    private readonly OnnxRuntimeEngine _engine;

    private RecurrentModel(ModelCard card, OnnxRuntimeEngine engine)
    {
        Card = card;
        _engine = engine;
    }

    /// <summary>What the file says about itself.</summary>
    public ModelCard Card { get; }

    /// <summary>What the network is.</summary>
    public NetworkDescription Network => Card.Network;

    /// <summary>Loads a model from a file.</summary>
    /// <param name="path">The file; tensors may keep their numbers in other files of its folder.</param>
    /// <param name="options">How to load it; null for the defaults.</param>
    /// <exception cref="RecurrentModelException">
    /// The file is missing, damaged, was not exported by this product, or its graph could take memory and time without bound.
    /// </exception>
    public static RecurrentModel Load(string path, RecurrentModelOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Load(OnnxFile.ReadBytes(path), path, options);
    }

    /// <summary>Loads a model from the bytes of a file.</summary>
    /// <param name="file">The bytes.</param>
    /// <param name="name">What errors call the file.</param>
    /// <param name="options">How to load it; null for the defaults.</param>
    /// <exception cref="RecurrentModelException">
    /// The bytes are damaged, were not exported by this product, or their graph could take memory and time without bound.
    /// </exception>
    public static RecurrentModel Load(byte[] file, string name = "model", RecurrentModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        var model = OnnxFile.Parse(file, name);
        var card = OnnxFile.Card(model, name)
            ?? throw new RecurrentModelException($"Model file '{name}' carries no model card: it was not exported by MlNetRecurrent.");
        var admitted = AdmittedFile.Of(model, file, name, options?.AllowAnyGraph ?? false);
        CardCheck.Check(card.Network, admitted.Graph, name);
        return new RecurrentModel(card, new OnnxRuntimeEngine(admitted, card.Network));
    }

    /// <summary>How many values the answer to a sequence of so many time steps has.</summary>
    public int AnswerSize(int time) => Network.AnswersEveryStep ? checked(time * Network.Outputs) : Network.Outputs;

    /// <summary>Scores one sequence.</summary>
    /// <param name="sequence">[time, features], at least one time step.</param>
    /// <param name="answer">Takes the answer: <see cref="AnswerSize"/> values, [horizon, targets], [classes] or [time, classes].</param>
    /// <exception cref="ArgumentException">A span has the wrong length; the message says which was expected.</exception>
    /// <remarks>A NaN anywhere in the sequence makes every value of its answer NaN.</remarks>
    public void Score(ReadOnlySpan<float> sequence, Span<float> answer) => ScoreBatch(sequence, 1, answer);

    /// <summary>Scores a batch of sequences of one length.</summary>
    /// <param name="sequences">[batch, time, features], at least one time step.</param>
    /// <param name="batch">How many sequences there are, at least 1.</param>
    /// <param name="answers">Takes the answers, [batch, <see cref="AnswerSize"/>].</param>
    /// <exception cref="ArgumentException">A span has the wrong length; the message says which was expected.</exception>
    /// <remarks>A NaN anywhere in a sequence makes every value of its answer NaN, and of no other.</remarks>
    public void ScoreBatch(ReadOnlySpan<float> sequences, int batch, Span<float> answers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        if (Network.Embedding is not null)
            throw new InvalidOperationException("This model reads tokens: score int64 token numbers instead of values.");
        var step = batch * Network.Features;
        if (sequences.IsEmpty || sequences.Length % step != 0)
        {
            throw new ArgumentException(
                $"Expected [batch, time, features] with {batch} sequences of {Network.Features} features, a multiple of {step} values and at least one time step; got {sequences.Length}.",
                nameof(sequences));
        }

        var time = sequences.Length / step;
        if (answers.Length != batch * AnswerSize(time))
            throw new ArgumentException($"Expected room for {batch} answers of {AnswerSize(time)} values, {batch * AnswerSize(time)} in all; got {answers.Length}.", nameof(answers));
        _engine.Run(sequences, batch, time, answers);
    }

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();
}
