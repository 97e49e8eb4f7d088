namespace MlNetRecurrent.Onnx;

/// <summary>y = x * scale + shift, with a scale and a shift for each feature.</summary>
/// <param name="Scale">[features], or null for ones.</param>
/// <param name="Shift">[features], or null for zeros.</param>
internal sealed record AffineStep(float[]? Scale, float[]? Shift) : ChainStep
{
    public override string Description => "scaled values";

    /// <summary>The scale and shift of all features if they are the same for all; otherwise null.</summary>
    public (float Scale, float Shift)? Uniform
    {
        get
        {
            var (scale, shift) = (Scale is null ? 1 : Scale[0], Shift is null ? 0 : Shift[0]);
            return Scale.AsSpan().ContainsAnyExcept(scale) || Shift.AsSpan().ContainsAnyExcept(shift) ? null : (scale, shift);
        }
    }

    /// <summary>The step that computes this step and then another one: (x s + t) s' + t' = x (s s') + (t s' + t').</summary>
    public AffineStep Then(AffineStep next) => new(
        Scale is null ? next.Scale : next.Scale is null ? Scale : [.. Scale.Zip(next.Scale, (first, second) => first * second)],
        Add(Shift is null || next.Scale is null ? Shift : [.. Shift.Zip(next.Scale, (shift, scale) => shift * scale)], next.Shift));

    private static float[]? Add(float[]? first, float[]? second) =>
        first is null ? second : second is null ? first : [.. first.Zip(second, (one, other) => one + other)];
}
