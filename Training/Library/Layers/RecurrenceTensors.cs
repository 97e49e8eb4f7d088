using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The inputs of all members of a call as one list of tensors, or their gradients in the same order. Entries may be null.</summary>
internal readonly struct RecurrenceTensors(RecurrenceCall call, Tensor?[] all)
{
    private const int OfMember = 3;
    private const int OfDirection = 4;

    public Tensor?[] All { get; } = all;

    public int MemberCount => All.Length / Stride;

    private int Stride => OfMember + (call.DirectionCount * OfDirection);

    public static RecurrenceTensors From(RecurrenceCall call, IReadOnlyList<RecurrenceInput> members) => new(
        call,
        [
            .. members.SelectMany(member => (IEnumerable<Tensor?>)
            [
                member.Sequence,
                member.Hidden,
                member.Cell,
                .. member.Directions.SelectMany(weights => new[] { weights.Input, weights.Recurrent, weights.InputBias, weights.RecurrentBias }),
            ]),
        ]);

    public ref Tensor? Sequence(int member) => ref All[member * Stride];

    public ref Tensor? Hidden(int member) => ref All[(member * Stride) + 1];

    public ref Tensor? Cell(int member) => ref All[(member * Stride) + 2];

    /// <summary>The weights of a direction: input, recurrent, input bias, recurrent bias.</summary>
    public Span<Tensor?> Weights(int member, int direction) =>
        All.AsSpan((member * Stride) + OfMember + (direction * OfDirection), OfDirection);

    /// <summary>The input of a member, from the tensors of this list.</summary>
    public RecurrenceInput Member(int member)
    {
        var directions = new RecurrenceWeights[call.DirectionCount];
        for (var direction = 0; direction < directions.Length; direction++)
        {
            var weights = Weights(member, direction);
            directions[direction] = new RecurrenceWeights(weights[0]!, weights[1]!, weights[2], weights[3]);
        }

        return new RecurrenceInput(Sequence(member)!, Hidden(member), Cell(member), directions);
    }
}
