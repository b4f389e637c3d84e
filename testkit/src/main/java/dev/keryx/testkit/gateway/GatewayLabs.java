package dev.keryx.testkit.gateway;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test of a {@link GatewayContract} its lab, and tidies up after it, whatever became of the test. */
final class GatewayLabs implements ParameterResolver, BeforeEachCallback, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(GatewayLabs.class);

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        GatewayContract contract = (GatewayContract) context.getRequiredTestInstance();
        context.getStore(NAMESPACE).put(GatewayLab.class, new GatewayLab(contract.harness()));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == GatewayLab.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return lab(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        lab(context).close();
    }

    private static GatewayLab lab(ExtensionContext context) {
        GatewayLab lab = context.getStore(NAMESPACE).get(GatewayLab.class, GatewayLab.class);
        if (lab == null) {
            throw new IllegalStateException("the contract made no lab");
        }
        return lab;
    }
}
