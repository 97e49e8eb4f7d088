using Spectre.Console;
using Spectre.Console.Rendering;

namespace MlNetRecurrent.Console;

/// <summary>
/// Shows control characters in everything that a console prints as escapes: names of classes, columns and files were written by others, and a
/// terminal would obey them. The control codes of the console itself are left alone.
/// </summary>
internal sealed class SafeText : IRenderHook
{
    /// <inheritdoc/>
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
        renderables.Select(renderable => new Escaped(renderable));

    private sealed class Escaped(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => inner.Render(options, maxWidth).Select(segment =>
            segment.IsControlCode || segment.IsLineBreak || !MessageText.NeedsEscape(segment.Text)
                ? segment
                : new Segment(MessageText.Escape(segment.Text), segment.Style));
    }
}
