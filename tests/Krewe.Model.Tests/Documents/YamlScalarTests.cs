using Krewe.Model.Documents;

namespace Krewe.Model.Tests.Documents;

public sealed class YamlScalarTests
{
    [Theory]
    [InlineData("y", ScalarKind.Boolean, "true")]
    [InlineData("No", ScalarKind.Boolean, "false")]
    [InlineData("ON", ScalarKind.Boolean, "true")]
    [InlineData("off", ScalarKind.Boolean, "false")]
    [InlineData("yEs", ScalarKind.String, "yEs")]
    [InlineData("~", ScalarKind.Null, "null")]
    [InlineData("NULL", ScalarKind.Null, "null")]
    [InlineData("0777", ScalarKind.Integer, "511")]
    [InlineData("0o777", ScalarKind.Integer, "511")]
    [InlineData("0x1F", ScalarKind.Integer, "31")]
    [InlineData("-0b101", ScalarKind.Integer, "-5")]
    [InlineData("1_000", ScalarKind.Integer, "1000")]
    [InlineData("+12", ScalarKind.Integer, "12")]
    [InlineData("18446744073709551616", ScalarKind.Integer, "18446744073709551616")]
    [InlineData("089", ScalarKind.Float, "89")]
    [InlineData("1.10", ScalarKind.Float, "1.1")]
    [InlineData("1e3", ScalarKind.Float, "1000")]
    [InlineData("1e21", ScalarKind.Float, "1e+21")]
    [InlineData("1e-7", ScalarKind.Float, "1e-7")]
    [InlineData(".5", ScalarKind.Float, "0.5")]
    [InlineData("-.INF", ScalarKind.Float, "-.inf")]
    [InlineData("1:30", ScalarKind.String, "1:30")]
    [InlineData("2020-01-02", ScalarKind.String, "2020-01-02")]
    [InlineData("2020-01-02T03:04:05Z", ScalarKind.String, "2020-01-02T03:04:05Z")]
    [InlineData("1.2.3", ScalarKind.String, "1.2.3")]
    [InlineData("-", ScalarKind.String, "-")]
    [InlineData("0x", ScalarKind.String, "0x")]
    public void Plain_Scalar_Resolves_As_Go_Does(string text, ScalarKind kind, string value)
    {
        var (actualKind, actual) = YamlScalar.ResolvePlain(text);

        Assert.Equal((kind, value), (actualKind, actual));
    }

    [Theory]
    [InlineData("a: 'yes'", "yes")]
    [InlineData("a: !!str 12", "12")]
    [InlineData("a: !!binary aGk=", "hi")]
    [InlineData("a: ! 12", "12")]
    [InlineData("a: !custom x", "x")]
    public void Quoted_And_Tagged_Scalars_Stay_Strings(string yaml, string value)
    {
        var scalar = Assert.IsType<ScalarNode>(((MapNode)DocumentReader.Read(yaml).Documents[0])["a"]);

        Assert.Equal((ScalarKind.String, value), (scalar.Kind, scalar.Text));
    }

    [Theory]
    [InlineData(123456789.0, "123456789", "1.23456789e+08", false)]
    [InlineData(0.00001, "0.00001", "1e-05", true)]
    [InlineData(-2.5, "-2.5", "-2.5", true)]
    [InlineData(0.0, "0", "0", true)]
    public void Float_Texts_Are_Go_S(double value, string plain, string general, bool generalDiffersOnlyBelow)
    {
        Assert.Equal(plain, GoNumber.Plain(value));
        Assert.Equal(generalDiffersOnlyBelow ? general : plain, GoNumber.General(value));
    }
}
