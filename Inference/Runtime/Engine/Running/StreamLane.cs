namespace MlNetRecurrent.Engine;

/// <summary>A series that steps: its lane in a block, and the position of its input in the buffers of the caller.</summary>
internal readonly record struct StreamLane(StreamBlock Block, int Lane, int Position);
