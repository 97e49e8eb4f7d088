namespace MlNetRecurrent.Training.Tests;

/// <summary>Changes a file without knowing what its bytes mean.</summary>
internal static class ByteMutation
{
    public static byte[] Apply(byte[] file, Random random)
    {
        var bytes = file.ToList();
        for (var change = random.Next(1, 6); change > 0 && bytes.Count > 0; change--)
            Change(bytes, random);
        return [.. bytes];
    }

    private static void Change(List<byte> bytes, Random random)
    {
        var position = random.Next(bytes.Count);
        // Most of a file consists of weights; the beginning matters more to a reader.
        if (random.Next(2) == 0)
            position = random.Next(Math.Min(bytes.Count, 400));
        var length = Math.Min(random.Next(1, 64), bytes.Count - position);
        switch (random.Next(8))
        {
            case 0:
                bytes[position] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[position] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(position, bytes.Count - position);
                break;
            case 3:
                bytes.RemoveRange(position, length);
                break;
            case 4:
                bytes.InsertRange(position, bytes.GetRange(position, length));
                break;
            case 5:
                bytes.InsertRange(position, Enumerable.Range(0, length).Select(_ => (byte)random.Next(256)));
                break;
            case 6:
                // A length or a number far larger than the rest of the file.
                bytes.InsertRange(position, [0xFF, 0xFF, 0xFF, 0xFF, (byte)random.Next(128)]);
                break;
            default:
                bytes[position] = (byte)(bytes[position] + random.Next(-2, 3));
                break;
        }
    }
}
