package dev.keryx.testkit.bus;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test of a {@link BusContract} its lab, and tidies up after it, whatever became of the test. */
final class BusLabs implements ParameterResolver, BeforeEachCallback, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(BusLabs.class);

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        BusContract contract = (BusContract) context.getRequiredTestInstance();
        context.getStore(NAMESPACE).put(BusLab.class, new BusLab(contract.harness()));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == BusLab.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return lab(context);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        lab(context).close();
    }

    private static BusLab lab(ExtensionContext context) {
        BusLab lab = context.getStore(NAMESPACE).get(BusLab.class, BusLab.class);
        if (lab == null) {
            throw new IllegalStateException("the contract made no lab");
        }
        return lab;
    }
}
