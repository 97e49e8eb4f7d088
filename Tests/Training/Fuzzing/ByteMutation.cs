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
        var place = random.Next(bytes.Count);
        // Most of a file is weights; what steers a reader stands around them.
        if (random.Next(2) == 0)
            place = random.Next(Math.Min(bytes.Count, 400));
        var length = Math.Min(random.Next(1, 64), bytes.Count - place);
        switch (random.Next(8))
        {
            case 0:
                bytes[place] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[place] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(place, bytes.Count - place);
                break;
            case 3:
                bytes.RemoveRange(place, length);
                break;
            case 4:
                bytes.InsertRange(place, bytes.GetRange(place, length));
                break;
            case 5:
                bytes.InsertRange(place, Enumerable.Range(0, length).Select(_ => (byte)random.Next(256)));
                break;
            case 6:
                // A length or a number far beyond what is there.
                bytes.InsertRange(place, [0xFF, 0xFF, 0xFF, 0xFF, (byte)random.Next(128)]);
                break;
            default:
                bytes[place] = (byte)(bytes[place] + random.Next(-2, 3));
                break;
        }
    }
}
