using CsCheck;

namespace Krewe.Storage.Tests;

public sealed class RecordCodecTests
{
    [Fact]
    public void Codec_GivesBackAnyBody() => Gen.Byte.Array[0, 6000].Sample(body => RecordCodec.Decode(RecordCodec.Encode(body)).SequenceEqual(body), iter: 300);

    [Fact]
    public void Codec_MakesLargeRepetitiveBodiesSmall()
    {
        var body = new byte[100_000];

        var stored = RecordCodec.Encode(body);

        Assert.True(stored.Length < 1000);
        Assert.Equal(body, RecordCodec.Decode(stored));
    }

    [Fact]
    public void Codec_RefusesAnyBodyWithABitFlipped()
    {
        var gen = Gen.Select(Gen.Byte.Array[1, 5000], Gen.Int[0, int.MaxValue], Gen.Int[0, 7]);
        gen.Sample(
            (body, place, bit) =>
            {
                var stored = RecordCodec.Encode(body);
                stored[place % stored.Length] ^= (byte)(1 << bit);
                Assert.Throws<DamagedRecordException>(() => RecordCodec.Decode(stored));
            },
            iter: 300);
    }

    [Fact]
    public void Codec_RefusesShortBodies()
    {
        var stored = RecordCodec.Encode(new byte[100]);
        for (var length = 0; length < stored.Length; length++)
        {
            Assert.Throws<DamagedRecordException>(() => RecordCodec.Decode(stored.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Codec_NamesTheVersion_WhenANewerProgramWrote()
    {
        var stored = RecordCodec.Encode([1]);
        stored[0] = 9;

        Assert.Contains("version 9", Assert.Throws<DamagedRecordException>(() => RecordCodec.Decode(stored)).Message, StringComparison.Ordinal);
    }
}
